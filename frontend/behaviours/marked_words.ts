/** `textarea[data-marked-from="#element"]`: words that are marked in that element become a line of it. */
import { behaviour } from "./connect";

behaviour<HTMLTextAreaElement>("textarea[data-marked-from]", (field, signal) => {
  const shown = document.querySelector<HTMLElement>(field.dataset.markedFrom ?? "");
  const take = (): void => {
    const marked = document.getSelection();
    if (!shown || !marked || marked.isCollapsed || !shown.contains(marked.anchorNode) || !shown.contains(marked.focusNode)) return;
    const words = marked.toString().replace(/\s+/g, " ").trim();
    const lines = field.value.split("\n").filter((line) => line.trim());
    if (words.length < 2 || lines.includes(words)) return;
    field.value = [...lines, words].join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  shown?.addEventListener("pointerup", () => setTimeout(take), { signal });
  shown?.addEventListener("keyup", (event) => {
    if (event.key === "Shift") take();
  }, { signal });
});
