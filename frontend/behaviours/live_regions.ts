/**
 * `[data-live-refresh="url"]` with `data-live-topics`: fetched again and morphed in place when one of its topics was
 * hinted at. Hints that come together make one request, scattered over 200 ms so that a hundred browsers do not ask at
 * once; a hidden window asks when it is looked at again. Lists of rows are live_lists.ts.
 */
import htmx from "htmx.org";
import { onMessage, tokensOf, topicsOf } from "./live";

const scatter = 200;
const due = new Set<HTMLElement>();
let timer = 0;

const regions = (): HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>("[data-live-refresh]:not([data-live-list], [data-live-row])"),
];

function refresh(region: HTMLElement): void {
  const swap = region.getAttribute("hx-swap") ?? "outerMorph";
  void htmx.ajax("GET", region.dataset.liveRefresh ?? "", { source: region, target: region, swap });
}

function work(): void {
  timer = 0;
  if (document.hidden) return;
  for (const region of due) if (region.isConnected) refresh(region);
  due.clear();
}

function soon(): void {
  if (due.size) timer ||= window.setTimeout(work, 50 + Math.random() * scatter);
}

onMessage(({ topic, hint }) => {
  if (!hint || hint === "connected") return;
  for (const region of regions()) {
    const about = tokensOf(region).flatMap(topicsOf);
    if (hint === "resync" || (topic && about.includes(topic))) due.add(region);
  }
  soon();
});

document.addEventListener("visibilitychange", soon);
