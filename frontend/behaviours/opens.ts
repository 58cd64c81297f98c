/**
 * `details[data-opens]`: what is opened to be typed in has the cursor at once. Esc and `[data-details-close]` close it as
 * it was; so does sending its form, unless that was refused.
 */
import { behaviour } from "./connect";

behaviour<HTMLDetailsElement>("details[data-opens]", (details, signal) => {
  const close = (): void => {
    details.open = false;
    details.querySelector("form")?.reset();
    details.querySelector("summary")?.focus();
  };
  details.addEventListener("toggle", () => {
    // What colleagues change meanwhile does not take it away.
    details.toggleAttribute("data-live-waits", details.open);
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
  if (details && (ctx.response?.status ?? 500) < 400) details.open = false;
});
