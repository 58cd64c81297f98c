/**
 * Rows that are chosen by `[data-select]` checkboxes: the bar `[data-selection]` in the same form (or on the same page)
 * shows how many and what can be done; `[data-select-all]` takes all or none; with Shift everything between.
 */
import { behaviour } from "./connect";
import { filled } from "./texts";

behaviour("[data-selection]", (bar, signal) => {
  const scope = bar.closest<HTMLElement>("form") ?? document.body;
  const boxes = (): HTMLInputElement[] => [...scope.querySelectorAll<HTMLInputElement>("[data-select]")];
  const all = bar.querySelector<HTMLInputElement>("[data-select-all]");
  const output = bar.querySelector<HTMLElement>("[data-selection-count]");
  let last = -1;

  const show = (): void => {
    const chosen = boxes().filter((box) => box.checked).length;
    bar.hidden = chosen === 0;
    const { textOne = "", textMany = "" } = output?.dataset ?? {};
    if (output) output.textContent = chosen === 1 ? textOne : filled(textMany, { count: chosen });
    if (!all) return;
    all.checked = chosen > 0 && chosen === boxes().length;
    all.indeterminate = chosen > 0 && !all.checked;
  };

  scope.addEventListener("click", (event) => {
    const box = event.target as HTMLInputElement;
    if (!box.matches("[data-select]")) return;
    const list = boxes();
    const at = list.indexOf(box);
    const between = event.shiftKey && last >= 0 ? list.slice(Math.min(at, last), Math.max(at, last)) : [];
    for (const other of between) other.checked = box.checked;
    last = at;
  }, { signal });
  scope.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes()) box.checked = all?.checked ?? false;
    show();
  }, { signal });
  show();
  return { refresh: show };
});
