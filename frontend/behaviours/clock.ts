/** `[data-clock="754"]`: so many seconds had passed when the page was written; it goes on, unless `data-clock-stands`. */
import { behaviour } from "./connect";

behaviour("[data-clock]", (clock, signal) => {
  let began = 0;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  const show = (): void => {
    const stands = "clockStands" in clock.dataset;
    const passed = Number(clock.dataset.clock) + (stands ? 0 : (Date.now() - began) / 1000);
    const told = `${Math.floor(passed / 3600)}:${two((passed / 60) % 60)}:${two(passed % 60)}`;
    if (clock.textContent !== told) clock.textContent = told;
  };
  const begin = (): void => {
    began = Date.now();
    show();
  };
  begin();
  const timer = setInterval(show, 1000);
  signal.addEventListener("abort", () => clearInterval(timer));
  return { refresh: begin };
});
