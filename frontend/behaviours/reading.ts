/**
 * `[data-reading="url"]` around a conversation: once its last message was in front of somebody for a moment, the server
 * is told that they have read so far. What is new to them since they were here begins at `#unread`.
 */
import { askServer } from "./asking";
import { behaviour } from "./connect";
import { csrfToken } from "./csrf";

const moment = 1000;

behaviour("[data-reading]", (story, signal) => {
  let told = Number(story.dataset.read ?? 0);
  let timer = 0;
  const last = (): HTMLElement | undefined => [...story.querySelectorAll<HTMLElement>("#conversation .message")].pop();
  const inSight = (message: HTMLElement): boolean => {
    const { top, bottom } = message.getBoundingClientRect();
    return !document.hidden && bottom > 0 && top < window.innerHeight;
  };

  const look = (): void => {
    timer = 0;
    const message = last();
    const number = Number(message?.id.slice(8) ?? 0);
    if (!message || number <= told || !inSight(message)) return;
    told = number;
    void askServer(story.dataset.reading ?? "", {
      method: "POST", keepalive: true, body: new URLSearchParams({ message: String(number) }), headers: { "X-CSRFToken": csrfToken() },
    }).catch(() => undefined); // Read again next time.
  };
  const soon = (): void => {
    timer ||= window.setTimeout(look, moment);
  };

  soon();
  document.addEventListener("visibilitychange", soon, { signal });
  document.addEventListener("scroll", soon, { signal, capture: true, passive: true });
  signal.addEventListener("abort", () => clearTimeout(timer));
  return { refresh: soon };
});
