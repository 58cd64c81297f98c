/** `time[data-relative]`: keeps "5 min" current. Older times stay as the server wrote them. */
import { text } from "./texts";

const minute = 60_000;

function refresh(): void {
  const now = Date.now();
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-relative]")) {
    const minutes = Math.floor((now - Date.parse(time.dateTime)) / minute);
    if (minutes < 0 || minutes > 90) continue;
    const clock = (): string => {
      const zone = document.documentElement.dataset.timeZone;
      const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(zone ? { timeZone: zone } : {}) } as const;
      return new Date(time.dateTime).toLocaleTimeString(document.documentElement.lang, options);
    };
    const words = minutes < 1 ? text("now") : minutes < 60 ? text("minutes", { minutes }) : clock();
    if (time.textContent !== words) time.textContent = words;
  }
}

setInterval(refresh, minute / 2);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
