/** `[role=tablist][data-tabs]`: shows the chosen panel; arrow keys move. Without script all panels show. */
import { behaviour } from "./connect";

behaviour("[role=tablist][data-tabs]", (list, signal) => {
  const tabs = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("[role=tab]")];
  const choose = (chosen: HTMLElement): void => {
    for (const tab of tabs()) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
      if (panel) panel.hidden = tab !== chosen;
    }
  };
  const restore = (): void => {
    const chosen = list.querySelector<HTMLElement>('[aria-selected="true"]') ?? tabs()[0];
    if (chosen) choose(chosen);
  };
  list.addEventListener("click", (event) => {
    const tab = (event.target as Element).closest<HTMLElement>("[role=tab]");
    if (tab) choose(tab);
  }, { signal });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = tabs();
    const tab = all.at((all.indexOf(document.activeElement as HTMLElement) + step) % all.length);
    if (tab) {
      choose(tab);
      tab.focus();
    }
  }, { signal });
  restore();
  return { refresh: restore };
});
