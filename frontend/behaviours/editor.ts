/**
 * `[data-editor]` around a <textarea data-editor-source>: when someone begins to write, the rich editor (entries/editor.ts,
 * a file of its own) is fetched and takes the textarea's place. The textarea stays what is sent: its value becomes HTML,
 * and the form's `body_format` says so. Without script, or when the editor cannot be fetched, it is a plain text field.
 */
import { behaviour } from "./connect";
import { element } from "./element";
import type { RichText } from "../entries/editor";

const paragraphs = (plain: string): string => {
  const holder = document.createElement("div");
  for (const part of plain.split(/\n{2,}/)) {
    const lines = part.split("\n").flatMap((line, at) => (at ? [document.createElement("br"), line] : [line]));
    holder.append(element("p", {}, ...lines));
  }
  return plain ? holder.innerHTML : "";
};

behaviour("[data-editor]", (place, signal) => {
  const source = place.querySelector<HTMLTextAreaElement>("[data-editor-source]");
  const form = source?.form;
  const format = form?.querySelector<HTMLInputElement>("input[name=body_format]");
  if (!source || !form || !format) return;
  let rich: RichText | undefined;
  let loading = false;

  const sync = (html: string): void => {
    source.value = html;
    format.value = "html";
    source.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const load = async (): Promise<void> => {
    if (rich || loading) return;
    loading = true;
    try {
      const { richText } = await import("../entries/editor");
      if (signal.aborted) return;
      const focused = document.activeElement === source;
      const html = format.value === "html" ? source.value : paragraphs(source.value);
      rich = richText({ place, form, html, label: source.labels?.[0]?.textContent?.trim() ?? "", describedBy: source.getAttribute("aria-describedby") ?? "", placeholder: source.placeholder, onChange: sync });
      source.value = rich.html();
      format.value = "html";
      // Before the field goes: a browser forgets where it was when what has the focus is hidden.
      if (focused) rich.focus();
      source.hidden = true;
    } catch {
      loading = false; // The text field goes on as it is; the next focus tries again.
    }
  };

  source.addEventListener("focus", () => void load(), { signal });
  form.addEventListener("draft-restored", () => {
    if (!rich) return void load();
    rich.set(format.value === "html" ? source.value : paragraphs(source.value));
    format.value = "html";
  }, { signal });
  for (const name of ["sent", "draft-gone"]) form.addEventListener(name, () => rich?.clear(), { signal });
  signal.addEventListener("abort", () => {
    rich?.destroy();
    source.hidden = false;
  });
  // What is formatted already is never shown as its source.
  if (format.value === "html" || form.hasAttribute("data-js-draft-restored") || document.activeElement === source) void load();
});
