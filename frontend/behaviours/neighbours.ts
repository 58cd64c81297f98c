/**
 * From one ticket to the next of the list one came from. A list of tickets is remembered by this window when it is
 * shown; a ticket's page (`[data-ticket]`) then leads back to that list (`a[data-back]`) and to its neighbours there:
 * `a[data-neighbour=prev]`, `a[data-neighbour=next]`, hidden until there is one. Without script the browser's own way
 * back does it.
 */
import { behaviour } from "./connect";

interface Remembered {
  list: string;
  tickets: string[];
}

const key = "balie-list";

export function recall(): Remembered | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(key) ?? "null") as Remembered | null) ?? undefined;
  } catch {
    return undefined;
  }
}

behaviour("[data-list]", (list) => {
  const remember = (): void => {
    const links = [...list.querySelectorAll<HTMLAnchorElement>("a.row-link, a.hit-title")];
    if (links.length === 0) return;
    const address = list.closest<HTMLElement>("[data-live-refresh]")?.dataset.liveRefresh ?? location.pathname + location.search;
    const remembered = { list: address, tickets: links.map((link) => link.pathname) };
    try {
      sessionStorage.setItem(key, JSON.stringify(remembered));
    } catch {
      // Not remembered: the links stay hidden.
    }
  };
  remember();
  return { refresh: remember };
});

behaviour("[data-ticket]", () => {
  const remembered = recall();
  const at = remembered?.tickets.indexOf(location.pathname) ?? -1;
  if (!remembered || at === -1) return;
  document.querySelector<HTMLAnchorElement>("a[data-back]")?.setAttribute("href", remembered.list);
  for (const [name, step] of [["prev", -1], ["next", 1]] as const) {
    const link = document.querySelector<HTMLAnchorElement>(`a[data-neighbour=${name}]`);
    const path = remembered.tickets[at + step];
    if (!link || !path) continue;
    link.href = path;
    link.rel = name;
    link.hidden = false;
  }
});
