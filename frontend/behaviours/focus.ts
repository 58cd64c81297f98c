/** The focus outlives a swap: what had it and was put back on the page has it again. */
let held: Element | null = null;

/** What has the focus, or is to have it again once what is being swapped is there. */
export function focused(): Element | null {
  return document.activeElement === document.body ? held : document.activeElement;
}

document.addEventListener("htmx:before:swap", () => {
  if (document.activeElement !== document.body) held = document.activeElement;
});

// Whoever leaves it meanwhile is not put back into it.
document.addEventListener("keydown", ({ key }) => key === "Escape" && (held = null), true);
document.addEventListener("pointerdown", () => (held = null), true);

document.addEventListener("htmx:after:settle", () => {
  // After all behaviours have put their parts back.
  setTimeout(() => {
    if (document.activeElement === document.body && held instanceof HTMLElement && held.isConnected && held.checkVisibility()) held.focus({ preventScroll: true });
    held = null;
  });
});
