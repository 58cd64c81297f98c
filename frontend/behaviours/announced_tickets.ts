/** `[data-latest]`: what others said and did on the ticket one has open is told; what oneself does, its answer tells. */
import { announce } from "./announcing";
import { behaviour } from "./connect";
import { text } from "./texts";

const parts = (conversation: HTMLElement): HTMLElement[] => [...conversation.querySelectorAll<HTMLElement>(".message[id], .event-line[id]")];

function wordsOf(part: HTMLElement): string {
  if (part.matches(".event-line")) return part.querySelector(".event-line-text")?.textContent?.trim().replace(/\s+/g, " ") ?? "";
  const name = part.getAttribute("aria-label") ?? "";
  return text(part.dataset.kind === "note" ? "new_note" : "new_message", { name });
}

/** It may come by a hint before its own answer does. */
const byOneself = (words: string, part: HTMLElement): boolean => {
  const name = document.querySelector(".user-button-name")?.textContent?.trim() ?? "";
  return words.startsWith(`${name} `) || part.getAttribute("aria-label") === name;
};

let byItself = false;

document.addEventListener("htmx:before:swap", (event) => {
  const { sourceElement } = (event as CustomEvent<{ ctx: { sourceElement?: Element } }>).detail.ctx;
  byItself = sourceElement instanceof HTMLElement && "liveRefresh" in sourceElement.dataset;
});

behaviour("[data-latest]", (conversation) => {
  let last = parts(conversation).at(-1);
  let known = new Set(parts(conversation).map((part) => part.id));
  return {
    refresh(): void {
      const now = parts(conversation);
      // Those that are fetched from earlier are not new.
      const after = last?.isConnected ? now.indexOf(last) : -1;
      for (const part of byItself ? now.slice(after + 1) : []) {
        const words = wordsOf(part);
        if (!known.has(part.id) && !byOneself(words, part)) announce(words);
      }
      last = now.at(-1);
      known = new Set(now.map((part) => part.id));
    },
  };
});
