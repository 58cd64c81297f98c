/**
 * `[data-live-refresh="url"]` with `data-live-topics`: fetched again and morphed in place when one of its topics was
 * hinted at. Hints that come together make one request, scattered over the `spread` that a hint names where many hear
 * it; a hidden window asks when it is looked at again. A region in which a menu is open, a text is being typed or
 * something says `data-live-waits` waits until that is over. With `data-live-hint="waiting"` a region asks only after
 * that hint, and no other region does. Lists of rows are live_lists.ts.
 */
import htmx from "htmx.org";
import { onMessage, tokensOf, topicsOf } from "./live";

const scatter = 40;
const due = new Set<HTMLElement>();
let timer = 0;

const regions = (): HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>("[data-live-refresh]:not([data-live-list], [data-live-row])"),
];

function refresh(region: HTMLElement): void {
  const address = region.dataset.liveRefresh;
  // Without one it is no region any more; nothing at all would ask for the whole page.
  if (!address) return;
  const [swap, select] = [region.getAttribute("hx-swap") ?? "outerMorph", region.getAttribute("hx-select")];
  void htmx.ajax("GET", address, { source: region, target: region, swap, ...(select ? { select } : {}) });
}

const inUse = (region: HTMLElement): boolean => region.querySelector(":popover-open, input[type=text]:focus, textarea:focus, [data-live-waits]") !== null;

function work(): void {
  timer = 0;
  if (document.hidden) return;
  for (const region of due) {
    if (region.isConnected && inUse(region)) continue;
    due.delete(region);
    if (region.isConnected) refresh(region);
  }
  soon();
}

function soon(spread = scatter): void {
  if (due.size) timer ||= window.setTimeout(work, 30 + Math.random() * Math.max(scatter, spread));
}

/** What is hinted at and not said to anybody yet is no news to those that show what was said. */
const concerns = (region: HTMLElement, hint: string): boolean =>
  region.dataset.liveHint ? region.dataset.liveHint.split(" ").includes(hint) : hint !== "waiting";

onMessage(({ topic, hint, spread }) => {
  if (!hint || hint === "connected") return;
  for (const region of regions()) {
    const about = tokensOf(region).flatMap(topicsOf);
    if (hint === "resync" || (topic && about.includes(topic) && concerns(region, hint))) due.add(region);
  }
  soon(spread);
});

// Somebody began while the answer was on its way.
document.addEventListener("htmx:before:swap", (event) => {
  const region = (event as CustomEvent<{ ctx: { sourceElement: Element } }>).detail.ctx.sourceElement;
  if (!(region instanceof HTMLElement && region.dataset.liveRefresh && inUse(region))) return;
  event.preventDefault();
  due.add(region);
  soon();
});

document.addEventListener("visibilitychange", () => soon());
