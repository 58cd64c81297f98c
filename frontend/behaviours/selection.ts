/**
 * Rows that are chosen by `[data-select]` checkboxes: the bar `[data-selection]` in the same form (or on the same page)
 * shows how many and what can be done; `[data-select-all]` takes all or none; with Shift everything between. From the row
 * that has the focus, Shift+j and Shift+k, or Shift and an arrow, choose the next ones, and give back those one returns over.
 * When all on the page are chosen and there are further pages, `[data-select-matching]` is set by a button: whatever the
 * list holds, as many as `data-src` counts.
 */
import { askServer } from "./asking";
import { behaviour } from "./connect";
import { currentRow, focusRow, rows } from "./lists";
import { onKey, use } from "./shortcuts";
import { filled } from "./texts";

const boxIn = (row: Element | undefined | null): HTMLInputElement | null => row?.querySelector<HTMLInputElement>("[data-select]") ?? null;

function check(box: HTMLInputElement | null, checked: boolean): void {
  if (!box || box.checked === checked) return;
  box.checked = checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Where a range that grows by keys began, and where it ends now. */
let anchor: Element | undefined;
let end: Element | undefined;

function extend(step: 1 | -1): void {
  const all = rows();
  const from = currentRow() ?? all[0];
  if (!from || !boxIn(from)) return;
  if (end !== from || !anchor?.isConnected) anchor = from;
  const [start, at] = [all.indexOf(anchor as HTMLElement), all.indexOf(from)];
  const to = Math.max(0, Math.min(at + step, all.length - 1));
  const within = (index: number, last: number): boolean => index >= Math.min(start, last) && index <= Math.max(start, last);
  for (const [index, row] of all.entries()) {
    if (within(index, to)) check(boxIn(row), true);
    else if (within(index, at)) check(boxIn(row), false);
  }
  end = all[to];
  focusRow(end as HTMLElement);
}

onKey("J", () => extend(1));
onKey("K", () => extend(-1));

document.addEventListener("keydown", (event) => {
  const step = ({ ArrowDown: 1, ArrowUp: -1 } as const)[event.key as "ArrowDown" | "ArrowUp"];
  if (!step || !event.shiftKey || !(event.target as Element).closest?.("[data-list-item]")) return;
  event.preventDefault();
  extend(step);
});

// What is to be done with those chosen; when there are none, with the row that has the focus.
for (const key of ["a", "s", "p", "t"]) {
  onKey(key, () => {
    check(boxIn(currentRow()), true);
    const choice = [...document.querySelectorAll<HTMLElement>(`[data-selection] [data-shortcut="${key}"]`)].find((element) => element.checkVisibility());
    if (choice) use(choice);
  });
}

behaviour("[data-selection]", (bar, signal) => {
  const scope = bar.closest<HTMLElement>("form") ?? document.body;
  const boxes = (): HTMLInputElement[] => [...scope.querySelectorAll<HTMLInputElement>("[data-select]")];
  const all = bar.querySelector<HTMLInputElement>("[data-select-all]");
  const output = bar.querySelector<HTMLElement>("[data-selection-count]");
  const matching = scope.querySelector<HTMLInputElement>("[data-select-matching]");
  const more = bar.querySelector<HTMLButtonElement>("[data-select-more]");
  let last: HTMLInputElement | undefined;

  const show = (): void => {
    const list = boxes();
    const chosen = list.filter((box) => box.checked).length;
    if (matching && chosen < list.length) matching.value = "";
    bar.hidden = chosen === 0;
    const { textOne = "", textMany = "" } = output?.dataset ?? {};
    if (output && !matching?.value) output.textContent = chosen === 1 ? textOne : filled(textMany, { count: chosen });
    if (more) more.hidden = chosen === 0 || chosen < list.length || Boolean(matching?.value) || !document.querySelector(".pagination");
    if (!all) return;
    all.checked = chosen > 0 && chosen === list.length;
    all.indeterminate = chosen > 0 && !all.checked;
  };

  scope.addEventListener("click", (event) => {
    const box = event.target as HTMLInputElement;
    if (!box.matches("[data-select]")) return;
    const list = boxes();
    const [at, before] = [list.indexOf(box), last ? list.indexOf(last) : -1];
    const between = event.shiftKey && before >= 0 ? list.slice(Math.min(at, before), Math.max(at, before)) : [];
    for (const other of between) other.checked = box.checked;
    last = box;
  }, { signal });
  scope.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes()) box.checked = all?.checked ?? false;
    if (event.target === all || (event.target as Element).matches("[data-select]")) show();
  }, { signal });
  more?.addEventListener("click", () => void chooseMatching(more.dataset.src ?? "").then(show), { signal });

  async function chooseMatching(address: string): Promise<void> {
    const answer = await askServer(address).catch(() => undefined);
    if (!answer?.ok || !matching || !output) return;
    const found = (await answer.json()) as { count: number; more: boolean };
    matching.value = String(found.count);
    const words = (found.more ? output.dataset.textLatest : output.dataset.textAll) ?? "";
    output.textContent = filled(words, { count: found.count.toLocaleString(document.documentElement.lang) });
  }

  show();
  return { refresh: show };
});
