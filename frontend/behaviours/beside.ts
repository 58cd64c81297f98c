/**
 * `[data-split]` around `[data-beside]`: a list stands beside the ticket where the window is wide enough. j, k, the arrows
 * and clicks go through it, and the ticket changes without the list being loaded again; the address is the ticket's. On
 * the page of a ticket the list one came from is fetched. Where the window is narrow, a list leads to pages as ever.
 */
import htmx from "htmx.org";
import { askServer } from "./asking";
import { behaviour, delegate } from "./connect";
import { focusRow, move } from "./lists";
import { recall } from "./neighbours";
import { draftsSaved } from "./server_drafts";
import { text } from "./texts";
import { toast } from "./toasts";
import { mayLeave } from "./unsaved";

const wide = matchMedia("(width >= 68.75rem)");
const pause = 150;
const changing = [".bar-start", ".bar-here", "#main", ".desk-aside"];
let shown = location.pathname;
let underway: AbortController | undefined;
let walkedAt = 0;
let timer = 0;

const columns = (): HTMLElement | null => document.querySelector<HTMLElement>("[data-split]");

const parsed = async (answer: Response): Promise<Document> => new DOMParser().parseFromString(await answer.text(), "text/html");

function mark(beside: HTMLElement): void {
  for (const link of beside.querySelectorAll<HTMLAnchorElement>("a.row-link")) {
    const here = link.pathname === location.pathname;
    link.closest("[data-list-item]")?.toggleAttribute("data-js-current", here);
    if (here) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

const current = (): HTMLElement | undefined => document.querySelector<HTMLElement>("[data-beside] [data-js-current]") ?? undefined;

function put(page: Document): void {
  for (const part of changing) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (!old || !fresh) continue;
    old.replaceWith(document.adoptNode(fresh));
    htmx.process(fresh);
  }
}

async function show(path: string, add = true): Promise<void> {
  clearTimeout(timer);
  underway?.abort();
  const { signal } = (underway = new AbortController());
  await draftsSaved();
  const answer = signal.aborted ? undefined : await askServer(path, { signal }).catch(() => undefined);
  const page = answer?.ok ? await parsed(answer).catch(() => undefined) : undefined;
  const split = columns();
  if (signal.aborted || !split) return;
  if (answer?.status === 401) return;
  if (!answer) return toast(text(navigator.onLine ? "failed" : "offline"), "error");
  if (!page?.querySelector("[data-ticket]")) return location.assign(path);
  if (!(await mayLeave())) return;
  if (add && path !== shown) history.pushState(null, "", path);
  shown = location.pathname;
  document.title = page.title;
  put(page);
  split.dataset.split = "ticket";
  split.scrollTop = 0;
  split.querySelectorAll<HTMLElement>("[data-beside]").forEach(mark);
  const row = current();
  if (document.activeElement === document.body) focusRow(row);
  else row?.scrollIntoView({ block: "nearest" });
}

/** At once, but not each ticket that one passes on the way. */
function walk(path: string): void {
  clearTimeout(timer);
  const fast = Date.now() - walkedAt < pause;
  walkedAt = Date.now();
  if (fast) timer = window.setTimeout(() => void show(path), pause);
  else void show(path);
}

document.addEventListener("walked", (event) => {
  const link = (event.target as Element).querySelector<HTMLAnchorElement>("[data-beside] a.row-link");
  if (link && wide.matches) walk(link.pathname);
});

document.addEventListener("keydown", (event) => {
  const step = ({ ArrowDown: 1, ArrowUp: -1 } as const)[event.key as "ArrowDown" | "ArrowUp"];
  const target = event.target as Element;
  if (!step || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (!wide.matches || !columns() || !(target === document.body || target.closest("[data-beside] [data-list-item]"))) return;
  event.preventDefault();
  move(step);
});

delegate("click", "[data-beside] a.row-link, a[data-neighbour]", (link, event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || !wide.matches || !columns()) return;
  event.preventDefault();
  const byKey = event.detail === 0 && link.matches(".row-link");
  void show((link as HTMLAnchorElement).pathname).then(() => byKey && document.querySelector<HTMLElement>("#main")?.focus({ preventScroll: true }));
});

window.addEventListener("popstate", () => {
  if (!columns() || location.pathname === shown) return;
  if (wide.matches && /^\/desk\/tickets\/\d+\/$/.test(location.pathname)) void show(location.pathname, false);
  else location.reload();
});

behaviour("[data-beside]", (beside, signal) => {
  const fetchList = async (): Promise<void> => {
    if (!wide.matches || beside.childElementCount) return;
    for (const address of [recall()?.list, "/desk/"]) {
      const answer = address ? await askServer(address, { signal }).catch(() => undefined) : undefined;
      const list = answer?.ok ? (await parsed(answer)).querySelector("[data-beside]") : null;
      if (!list?.childElementCount) continue;
      if (!beside.childElementCount) beside.replaceChildren(...list.childNodes);
      htmx.process(beside);
      mark(beside);
      current()?.scrollIntoView({ block: "center" });
      return;
    }
  };
  wide.addEventListener("change", () => void fetchList(), { signal });
  void fetchList();
  mark(beside);
  return { refresh: () => mark(beside) };
});
