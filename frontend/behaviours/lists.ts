/**
 * A list that is walked with the keyboard: `[data-list]` with `[data-list-item]` rows, each with a link. j and k move
 * (by the focus, so that screen readers follow), Enter opens, x selects. On a page without a list, j and k use the links
 * `[rel=next]` and `[rel=prev]`.
 */
import { onKey } from "./shortcuts";

export const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[data-list] [data-list-item]")];

export const currentRow = (): HTMLElement | null =>
  document.activeElement?.closest<HTMLElement>("[data-list-item]") ??
  document.querySelector<HTMLElement>("[data-list-item]:is([data-current], [data-js-current])");

export function focusRow(row: HTMLElement | undefined): void {
  row?.querySelector<HTMLElement>("a[href]")?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

/** `walked` tells of it: where a list stands beside the ticket, that one is shown. */
export function move(step: 1 | -1): void {
  const all = rows();
  if (all.length === 0) {
    document.querySelector<HTMLElement>(`a[rel=${step === 1 ? "next" : "prev"}]`)?.click();
    return;
  }
  const row = currentRow();
  const at = row ? all.indexOf(row) + step : 0;
  const next = all[Math.max(0, Math.min(at, all.length - 1))];
  focusRow(next);
  next?.dispatchEvent(new Event("walked", { bubbles: true }));
}

onKey("j", () => move(1));
onKey("k", () => move(-1));
onKey("x", () => currentRow()?.querySelector<HTMLElement>("[data-select]")?.click());
// Where the page has no button for it.
onKey("c", () => document.body.dataset.newTicket && location.assign(document.body.dataset.newTicket));
onKey("u", () => document.querySelector<HTMLElement>("a[data-back]")?.click());
