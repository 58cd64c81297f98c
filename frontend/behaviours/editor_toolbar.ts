/** The buttons `[data-format]` of a composer, which act on the editor and show what is on at the cursor. */
import type { Editor } from "@tiptap/core";
import { text } from "./texts";

const commands: Record<string, (editor: Editor) => void> = {
  heading: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  bold: (editor) => editor.chain().focus().toggleBold().run(),
  italic: (editor) => editor.chain().focus().toggleItalic().run(),
  bulletList: (editor) => editor.chain().focus().toggleBulletList().run(),
  orderedList: (editor) => editor.chain().focus().toggleOrderedList().run(),
  blockquote: (editor) => editor.chain().focus().toggleBlockquote().run(),
  codeBlock: (editor) => editor.chain().focus().toggleCodeBlock().run(),
  link: (editor) => changeLink(editor),
};

function changeLink(editor: Editor): void {
  const current = String(editor.getAttributes("link").href ?? "");
  const address = window.prompt(text("link_address"), current || "https://");
  if (address === null) return;
  const chain = editor.chain().focus().extendMarkRange("link");
  if (address && address !== "https://") chain.setLink({ href: address }).run();
  else chain.unsetLink().run();
}

/** Answers with what disconnects it. */
export function connectToolbar(editor: Editor, form: HTMLFormElement): () => void {
  const tools = form.querySelector<HTMLElement>("[data-editor-tools]");
  const buttons = [...(tools?.querySelectorAll<HTMLElement>("[data-format]") ?? [])];
  const press = (event: Event): void => {
    const format = (event.target as Element).closest<HTMLElement>("[data-format]")?.dataset.format;
    commands[format ?? ""]?.(editor);
  };
  const show = (): void => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(editor.isActive(button.dataset.format ?? "")));
  };
  const key = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    // With nothing to make a link of, the key is the palette's.
    if (editor.state.selection.empty && !editor.isActive("link")) return;
    event.preventDefault();
    changeLink(editor);
  };
  tools?.addEventListener("click", press);
  editor.view.dom.addEventListener("keydown", key);
  editor.on("transaction", show);
  if (tools) tools.hidden = false;
  return () => {
    tools?.removeEventListener("click", press);
    if (tools) tools.hidden = true;
  };
}
