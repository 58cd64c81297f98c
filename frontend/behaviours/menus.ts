/**
 * `[popover][data-menu]` (components/menu.html): opens at its button; arrow keys, Home, End and letters move in it,
 * Tab and choosing close it. Opening and closing themselves are the browser's.
 */
import { behaviour } from "./connect";
import { place } from "./floating";

const itemsOf = (menu: HTMLElement): HTMLElement[] =>
  [...menu.querySelectorAll<HTMLElement>(".menu-item:not(:disabled)")].filter((item) => item.offsetParent !== null);

function next(menu: HTMLElement, key: string): HTMLElement | undefined {
  const items = itemsOf(menu);
  const at = items.indexOf(document.activeElement as HTMLElement);
  if (key === "ArrowDown") return items[(at + 1) % items.length];
  if (key === "ArrowUp") return items[(at <= 0 ? items.length : at) - 1];
  if (key === "Home") return items[0];
  if (key === "End") return items.at(-1);
  if (key.length !== 1 || key === " ") return undefined;
  const round = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return round.find((item) => item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()));
}

behaviour("[popover][data-menu]", (menu, signal) => {
  const button = document.querySelector<HTMLElement>(`[popovertarget="${CSS.escape(menu.id)}"]`);
  const put = (): void => {
    if (button && menu.matches(":popover-open")) place(menu, button, menu.dataset.side === "end" ? "end" : "start");
  };
  // What comes while it is open: times that are offered just now.
  const sizes = new ResizeObserver(put);
  sizes.observe(menu);
  signal.addEventListener("abort", () => sizes.disconnect());
  menu.addEventListener("toggle", (event) => {
    const open = (event as ToggleEvent).newState === "open";
    button?.setAttribute("aria-expanded", String(open));
    if (!open || !button) return;
    put();
    menu.dispatchEvent(new Event("menu-opened"));
    const [first] = itemsOf(menu);
    const chosen = first?.hasAttribute("aria-checked") ? menu.querySelector<HTMLElement>('[aria-checked="true"]') : null;
    (chosen ?? first)?.focus({ preventScroll: true });
  }, { signal });
  menu.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Tab") menu.hidePopover();
    const item = next(menu, event.key);
    if (!item) return;
    event.preventDefault();
    event.stopPropagation();
    item.focus();
  }, { signal });
  menu.addEventListener("click", (event) => {
    if ((event.target as Element).closest(".menu-item")) menu.hidePopover();
  }, { signal });
});
