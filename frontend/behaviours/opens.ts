/**
 * `details[data-opens]`: what is opened to be typed in has the cursor at once. Esc and `[data-details-close]` close it as
 * it was; so does sending its form, unless that was refused. What colleagues change meanwhile does not take it away.
 * `details[data-floats]` lies over the page: Esc closes it, and so does turning to something else.
 */
import { behaviour } from "./connect";

function set(details: HTMLDetailsElement, open: boolean): void {
  details.open = open;
  details.toggleAttribute("data-live-waits", open);
}

behaviour<HTMLDetailsElement>("details[data-opens]", (details, signal) => {
  const summary = details.querySelector("summary");
  const close = (): void => {
    set(details, false);
    details.querySelector("form")?.reset();
    summary?.focus();
  };
  // At once, not when the browser tells of it: what is typed right after is meant for the field.
  summary?.addEventListener("click", (event) => {
    event.preventDefault();
    set(details, !details.open);
    if (details.open) details.querySelector<HTMLElement>(".input, .checkbox")?.focus();
  }, { signal });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    event.stopPropagation();
    close();
  }, { signal });
  details.querySelector("[data-details-close]")?.addEventListener("click", close, { signal });
});

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = (event as CustomEvent<{ ctx: { sourceElement: Element; response?: { status: number } } }>).detail;
  const details = ctx.sourceElement.closest<HTMLDetailsElement>("details[data-opens]");
  if (details && (ctx.response?.status ?? 500) < 400) set(details, false);
});

// What floats over the page goes when one turns to something else.
behaviour<HTMLDetailsElement>("details[data-floats]", (details, signal) => {
  const elsewhere = ({ target }: Event): void => {
    if (target instanceof Node && !details.contains(target)) details.open = false;
  };
  document.addEventListener("pointerdown", elsewhere, { signal });
  document.addEventListener("focusin", elsewhere, { signal });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary")?.focus();
    event.stopPropagation();
  }, { signal });
});
