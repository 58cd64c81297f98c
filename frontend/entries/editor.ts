/** The rich text editor, fetched when someone begins to write (behaviours/editor.ts). */
import { Editor, Node } from "@tiptap/core";
import Image from "@tiptap/extension-image";
import { Placeholder } from "@tiptap/extensions";
import StarterKit from "@tiptap/starter-kit";
import { connectTableMenu, tables } from "../behaviours/editor_tables";
import { connectToolbar } from "../behaviours/editor_toolbar";
import { connectInserts } from "../behaviours/inserts";

export interface RichText {
  html(): string;
  focus(): void;
  set(html: string): void;
  clear(): void;
  destroy(): void;
}

interface Options {
  place: HTMLElement;
  form: HTMLFormElement;
  html: string;
  label: string;
  describedBy: string;
  placeholder: string;
  onChange(html: string): void;
}

/** A colleague or team that a note speaks to. */
const Mention = Node.create({
  name: "mention",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ id: { default: "" }, label: { default: "" } }),
  parseHTML: () => [{ tag: "span[data-mention]", getAttrs: (span) => ({ id: span.dataset.mention ?? "", label: (span.textContent ?? "").replace(/^@/, "") }) }],
  renderHTML: ({ node }) => ["span", { "data-mention": String(node.attrs.id), class: "mention" }, `@${String(node.attrs.label)}`],
  renderText: ({ node }) => `@${String(node.attrs.label)}`,
});

const extensions = (placeholder: string) => [
  StarterKit.configure({
    heading: { levels: [2, 3] },
    link: { openOnClick: false, defaultProtocol: "https", HTMLAttributes: { rel: null, target: null } },
  }),
  Image.configure({ inline: true, allowBase64: false }),
  Mention,
  ...tables,
  Placeholder.configure({ placeholder }),
];

// A space typed last, while this was loading, is one all the same.
const parseOptions = { preserveWhitespace: true };

export function richText({ place, form, html, label, describedBy, placeholder, onChange }: Options): RichText {
  const written = (editor: Editor): string => (editor.isEmpty ? "" : editor.getHTML().replace(/(<p><\/p>)+$/, ""));
  const editor = new Editor({
    element: place,
    extensions: extensions(placeholder),
    content: html,
    parseOptions,
    injectCSS: false, // The page's policy allows no style of its own; styles/components/editor.css has it.
    editorProps: { attributes: { class: "editor prose", "data-scrolls": "", role: "textbox", "aria-multiline": "true", "aria-label": label, "aria-describedby": describedBy } },
    onUpdate: ({ editor: changed }) => onChange(written(changed)),
  });
  const ended = connectToolbar(editor, form);
  const tablesEnded = connectTableMenu(editor, form);
  const insertsEnded = connectInserts(editor, form);
  const insertPicture = (event: Event): void => {
    const { url, name } = (event as CustomEvent<{ url: string; name: string }>).detail;
    editor.chain().focus().setImage({ src: url, alt: name }).run();
  };
  const insert = (event: Event): void => {
    event.preventDefault(); // taken
    editor.chain().focus().insertContent((event as CustomEvent<{ html: string }>).detail.html).run();
  };
  form.addEventListener("picture", insertPicture);
  form.addEventListener("insert", insert);
  return {
    html: () => written(editor),
    focus() {
      editor.commands.setTextSelection(editor.state.doc.content.size);
      editor.view.focus(); // At once: Tiptap's own command waits for the next frame.
    },
    set: (words) => void editor.commands.setContent(words, { emitUpdate: false, parseOptions }),
    clear: () => editor.commands.clearContent(),
    destroy() {
      form.removeEventListener("picture", insertPicture);
      form.removeEventListener("insert", insert);
      ended();
      tablesEnded();
      insertsEnded();
      editor.destroy();
    },
  };
}
