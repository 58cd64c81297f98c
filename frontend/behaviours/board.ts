/**
 * `[data-board="status"]`: a card `[data-ticket-card="42"]` that is dropped on another `[data-column="pending"]` sets that
 * property of its ticket, as the ticket's own page would; refused, it goes back and the reason is told. The board is
 * refreshed by live hints like any other region. Without a pointer a ticket is changed where it is opened.
 */
import { askServer } from "./asking";
import { behaviour } from "./connect";
import { csrfToken } from "./csrf";
import { text } from "./texts";
import { toast } from "./toasts";

const places: Record<string, string> = { status: "status", priority: "priority", kind: "kind", team: "team", assignee: "assignment" };

async function move(card: HTMLElement, property: string, value: string): Promise<boolean> {
  const answer = await askServer(`/desk/tickets/${card.dataset.ticketCard}/${places[property]}/`, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" },
    body: new URLSearchParams({ [property]: value }),
  }).catch(() => undefined);
  if (answer?.ok) return true;
  if (answer?.status === 401) return false;
  const page = answer?.status === 422 ? new DOMParser().parseFromString(await answer.text(), "text/html") : undefined;
  toast(page?.querySelector(".banner-text")?.textContent?.trim() || text(navigator.onLine ? "failed" : "offline"), "error");
  return false;
}

behaviour("[data-board]", (board, signal) => {
  const property = board.dataset.board ?? "";
  let dragged: HTMLElement | undefined;

  const columnOf = (event: Event): HTMLElement | null => (event.target as Element).closest<HTMLElement>("[data-column]");
  const mark = (column: HTMLElement | null): void => {
    for (const other of board.querySelectorAll("[data-column]")) other.toggleAttribute("data-js-over", other === column);
  };

  board.addEventListener("dragstart", (event) => {
    dragged = (event.target as Element).closest<HTMLElement>("[data-ticket-card]") ?? undefined;
    dragged?.toggleAttribute("data-js-dragged", true);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
  }, { signal });
  board.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    mark(columnOf(event));
  }, { signal });
  board.addEventListener("dragend", () => {
    dragged?.toggleAttribute("data-js-dragged", false);
    dragged = undefined;
    mark(null);
  }, { signal });
  board.addEventListener("drop", (event) => {
    event.preventDefault();
    const [card, column, from] = [dragged, columnOf(event), dragged?.parentElement];
    const next = card?.nextElementSibling ?? null;
    if (!card || !column || !from || column.contains(card)) return;
    column.querySelector("ul")?.prepend(card);
    void move(card, property, column.dataset.column ?? "").then((moved) => {
      if (!moved && card.isConnected) from.insertBefore(card, next);
    });
  }, { signal });
});
