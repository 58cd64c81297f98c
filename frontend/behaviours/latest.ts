/** `[data-latest]`: a conversation that is longer than the window begins where the last thing was said. */
import { behaviour } from "./connect";

behaviour("[data-latest]", (conversation) => {
  if (location.hash) return;
  const messages = conversation.querySelectorAll(".message");
  const last = messages[messages.length - 1];
  if (!last || messages.length < 2) return;
  const composer = document.querySelector(".ticket-composer");
  const room = window.innerHeight - (composer?.getBoundingClientRect().height ?? 0);
  if (last.getBoundingClientRect().bottom > room) last.scrollIntoView({ block: "center" });
});
