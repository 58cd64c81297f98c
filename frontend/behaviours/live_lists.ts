/**
 * `[data-live-list]` with `data-live-refresh="url"`: rows `[data-live-row="ticket:42"]` that changed are fetched and
 * morphed where they stand; rows that are not shown yet are counted on the pill `[data-live-new]` ("3 new") and come
 * when it is pressed, so that nothing moves under the cursor. Asked is `url` with `rows=42,43`: the server answers with
 * those that belong in this list (or with the whole list, which costs more and does the same). The pill fetches what
 * `[data-live-scope]` holds (an element with an id around list, empty state and pages), or else the list. Where many hear
 * of the same tickets (`spread`), those who show one ask for it sooner than those who only count it.
 */
import htmx from "htmx.org";
import { announce } from "./announcing";
import { askServer } from "./asking";
import { behaviour } from "./connect";
import { onMessage } from "./live";
import { filled } from "./texts";

const collect = 250;
const scatter = 200;
const sooner = 3;
const mostRows = 50;

const rowsIn = (root: ParentNode): Map<string, HTMLElement> =>
  new Map([...root.querySelectorAll<HTMLElement>("[data-live-row]")].map((row) => [row.dataset.liveRow ?? "", row]));

function addressFor(list: HTMLElement, topics: string[] = []): string {
  const address = new URL(list.dataset.liveRefresh ?? "", location.href);
  if (topics.length > 0 && topics.length <= mostRows) address.searchParams.set("rows", topics.map((topic) => topic.split(":")[1]).join(","));
  return address.href;
}

async function fetched(address: string): Promise<Map<string, HTMLElement> | undefined> {
  const answer = await askServer(address, { headers: { "HX-Request": "true" } }).catch(() => undefined);
  if (!answer?.ok) return undefined;
  return rowsIn(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

function morph(row: HTMLElement, fresh: HTMLElement): void {
  if (row.outerHTML !== fresh.outerHTML) void htmx.swap({ text: fresh.outerHTML, target: row, swap: "outerMorph", sourceElement: row });
}

behaviour("[data-live-list]", (list, signal) => {
  const pill = list.querySelector<HTMLButtonElement>("[data-live-new]");
  const changed = new Set<string>();
  const arrived = new Set<string>();
  let timer = 0;
  let due = Infinity;
  let told = 0;
  let before = "";

  const showPill = (): void => {
    if (!pill) return;
    const { textOne = "", textMany = "" } = pill.dataset;
    pill.hidden = arrived.size === 0;
    pill.textContent = arrived.size === 1 ? textOne : filled(textMany, { count: arrived.size });
    if (arrived.size > told) announce(pill.textContent, (other) => other === before);
    before = pill.textContent;
    told = arrived.size;
  };

  const work = async (): Promise<void> => {
    timer = 0;
    due = Infinity;
    if (document.hidden || changed.size === 0) return;
    const asked = [...changed];
    changed.clear();
    const fresh = await fetched(addressFor(list, asked));
    if (!fresh || signal.aborted) return;
    const shown = rowsIn(list);
    for (const topic of asked) {
      const row = shown.get(topic);
      const answer = fresh.get(topic);
      if (row && answer) morph(row, answer);
      row?.toggleAttribute("data-js-gone", !answer);
      if (!row && answer) arrived.add(topic);
      else arrived.delete(topic);
    }
    showPill();
  };

  /** What came while the connection was lost is not among the rows shown. */
  const lookAgain = async (): Promise<void> => {
    const whole = await fetched(addressFor(list));
    for (const topic of [...rowsIn(list).keys(), ...(whole?.keys() ?? [])]) changed.add(topic);
    soon(0);
  };

  const soon = (spread: number): void => {
    const at = performance.now() + collect + Math.random() * Math.max(scatter, spread);
    if (changed.size === 0 || at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = window.setTimeout(() => void work(), at - performance.now());
  };

  const reload = (): void => {
    arrived.clear();
    showPill();
    const target = list.closest<HTMLElement>("[data-live-scope]") ?? list;
    void htmx.ajax("GET", list.dataset.liveRefresh ?? "", { source: list, target, select: `#${target.id}`, swap: "outerMorph" });
  };

  const end = onMessage(({ topic, hint, spread = 0 }) => {
    if (hint === "resync") window.setTimeout(() => void lookAgain(), Math.random() * spread);
    if (!hint || hint === "waiting" || !topic?.startsWith("ticket:")) return;
    changed.add(topic);
    soon(rowsIn(list).has(topic) ? spread / sooner : spread);
  });
  pill?.addEventListener("click", reload, { signal });
  document.addEventListener("visibilitychange", () => soon(0), { signal });
  signal.addEventListener("abort", end);
  return { refresh: showPill };
});
