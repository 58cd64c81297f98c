/**
 * `[data-latest]`: a conversation that is longer than the window begins where the last thing was said, or where
 * what is new to its reader begins. What oneself has
 * just sent is brought into view and gets the focus, so that the keys of the ticket work again; what somebody else wrote
 * meanwhile is brought into view only.
 */
import { behaviour } from "./connect";

const lastOf = (conversation: HTMLElement): HTMLElement | undefined => [...conversation.querySelectorAll<HTMLElement>(".message")].pop();

function bringIntoView(message: HTMLElement): void {
  const room = window.innerHeight - (document.querySelector(".ticket-composer")?.getBoundingClientRect().height ?? 0);
  const { top, bottom } = message.getBoundingClientRect();
  if (top < 0 || bottom > room) message.scrollIntoView({ block: "center" });
}

behaviour("[data-latest]", (conversation, signal) => {
  const first = lastOf(conversation);
  const unread = conversation.querySelector("#unread");
  if (unread && !location.hash) unread.scrollIntoView({ block: "start" });
  else if (first && !location.hash && conversation.querySelectorAll(".message").length > 1) bringIntoView(first);

  let submitted: string | undefined;
  document.addEventListener("submit", (event) => {
    if ((event.target as HTMLElement).matches("[data-composer]")) submitted = lastOf(conversation)?.id ?? "";
  }, { signal });

  // Not when the message appears: the hint of one's own change may bring it before the answer that it was sent.
  document.addEventListener("htmx:finally:request", (event) => {
    const { ctx } = (event as CustomEvent<{ ctx: { sourceElement: Element } }>).detail;
    if (submitted === undefined || !ctx.sourceElement.matches("[data-composer]")) return;
    const [last, before] = [lastOf(conversation), submitted];
    submitted = undefined;
    if (!last || last.id === before) return;
    bringIntoView(last);
    const written = document.querySelector<HTMLTextAreaElement>("[data-composer] [data-editor-source]")?.value.trim();
    if (!written) last.focus({ preventScroll: true });
  }, { signal });

  return {
    refresh(): void {
      const last = lastOf(conversation);
      if (submitted !== undefined && last && last.id !== submitted) bringIntoView(last);
    },
  };
});
