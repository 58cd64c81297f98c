/** `[data-recent="ticket:42"]`: what was looked at last, newest first. Only what it is stays in the browser; how it is called is asked of the server, which knows who may see it. */
import { behaviour } from "./connect";

const key = "balie-recent";
const most = 9;

export function recent(): string[] {
  try {
    const known: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(known) ? known.map(String).slice(0, most) : [];
  } catch {
    return [];
  }
}

behaviour("[data-recent]", (element) => {
  const it = element.dataset.recent ?? "";
  try {
    localStorage.setItem(key, JSON.stringify([it, ...recent().filter((other) => other !== it)].slice(0, most)));
  } catch {
    // Not remembered: the palette begins with what can be done here.
  }
});
