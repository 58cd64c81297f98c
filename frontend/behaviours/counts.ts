/**
 * `[data-counts="address"]`: how many tickets each list `[data-count="key"]` in it holds. Asked for when the page is there,
 * and again some time after a hint; a window that goes from page to page asks no more often, and a hidden one not at all.
 */
import { askServer } from "./asking";
import { behaviour } from "./connect";
import { onMessage } from "./live";

const atMostEvery = 20_000;
const scatter = 5_000;
const anyway = 90_000;

interface Known {
  at: number;
  counts: Record<string, string>;
}

function recall(key: string): Known | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(key) ?? "null") as Known | null) ?? undefined;
  } catch {
    return undefined;
  }
}

behaviour("[data-counts]", (rail, signal) => {
  const key = `balie-counts-${rail.dataset.countsFor}`;
  let known = recall(key);
  let timer = 0;

  const show = (): void => {
    for (const place of rail.querySelectorAll<HTMLElement>("[data-count]")) {
      const count = known?.counts[place.dataset.count ?? ""] ?? "";
      if (place.textContent !== count) place.textContent = count;
      place.hidden = !count;
    }
  };

  const ask = async (): Promise<void> => {
    timer = 0;
    if (document.hidden) return;
    const answer = await askServer(rail.dataset.counts ?? "", { signal }).catch(() => undefined);
    if (!answer?.ok) return;
    // Of those that there was no time for, what was known of them holds.
    known = { at: Date.now(), counts: { ...known?.counts, ...((await answer.json()) as Known["counts"]) } };
    try {
      sessionStorage.setItem(key, JSON.stringify(known));
    } catch {
      // Asked for again on the next page.
    }
    show();
  };

  const later = (): void => {
    const age = Date.now() - (known?.at ?? 0);
    timer ||= window.setTimeout(() => void ask(), Math.max(0, atMostEvery - age) + Math.random() * scatter);
  };

  const end = onMessage(({ hint, topic }) => {
    if (hint === "resync" || (hint && hint !== "waiting" && topic?.startsWith("ticket:"))) later();
  });
  const steady = setInterval(later, anyway);
  document.addEventListener("visibilitychange", () => Date.now() - (known?.at ?? 0) > atMostEvery && later(), { signal });
  signal.addEventListener("abort", () => {
    end();
    clearInterval(steady);
    clearTimeout(timer);
  });
  show();
  if (!known || Date.now() - known.at > atMostEvery) void ask();
  return { refresh: show };
});
