/** A table in what somebody wrote that is wider than its place is reached by keyboard, to be scrolled. */
import { behaviour } from "./connect";

behaviour(".prose:not(.editor) table", (table, signal) => {
  const reach = (): void => {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
  };
  const watching = new ResizeObserver(reach);
  watching.observe(table);
  signal.addEventListener("abort", () => watching.disconnect());
  reach();
  return { refresh: reach };
});
