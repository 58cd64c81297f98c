/** Toasts stand above the composer where one is at the window's foot: what sends it is never below them. */
import { behaviour } from "./connect";

const foot = 96;
const leastAbove = 128;

behaviour("[data-toast]", (toast, signal) => {
  const composer = document.querySelector<HTMLElement>("form[data-composer]");
  if (!composer) return;
  const place = (): void => {
    const { top, bottom } = composer.getBoundingClientRect();
    const inTheWay = top > leastAbove && top < window.innerHeight && bottom > window.innerHeight - foot;
    const toasts = toast.parentElement;
    if (inTheWay) toasts?.style.setProperty("--composer", `${Math.round(window.innerHeight - top)}px`);
    else toasts?.style.removeProperty("--composer");
  };
  const watching = new ResizeObserver(place);
  watching.observe(composer);
  window.addEventListener("resize", place, { signal });
  document.addEventListener("scroll", place, { signal, capture: true, passive: true });
  signal.addEventListener("abort", () => watching.disconnect());
  place();
});
