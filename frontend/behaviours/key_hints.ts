/** What tells of a key tells of the one somebody chose: on `[data-shortcut]` itself, in its title, and in a <kbd> in or beside it. */
import { behaviour } from "./connect";
import { isUsual, keyOf } from "./own_keys";

function tell(element: HTMLElement): void {
  const usual = element.dataset.shortcut ?? "";
  const key = keyOf(usual);
  if (element.hasAttribute("aria-keyshortcuts")) element.setAttribute("aria-keyshortcuts", key);
  element.title = element.title.replace(/ \([^)]*\)$/, key ? ` (${key.toUpperCase()})` : "");
  const shown = element.querySelector<HTMLElement>("kbd") ?? element.parentElement?.querySelector<HTMLElement>(":scope > kbd");
  if (shown) {
    shown.textContent = key;
    shown.hidden = !key;
  }
}

if (!isUsual) {
  behaviour("[data-shortcut]", (element) => {
    const refresh = (): void => tell(element);
    refresh();
    return { refresh };
  });
}
