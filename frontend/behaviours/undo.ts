/** `form[data-undo-until="moment"]`: says in `[data-undo-left]` how long sending can still be undone, and goes when it can't. */
import { behaviour } from "./connect";
import { filled } from "./texts";

behaviour<HTMLFormElement>("form[data-undo-until]", (form, signal) => {
  const words = form.querySelector<HTMLElement>("[data-undo-left]");
  const until = Date.parse(form.dataset.undoUntil ?? "");
  const show = (): void => {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    if (seconds <= 0) return form.remove();
    if (words) words.textContent = filled(words.dataset.text ?? "", { seconds });
  };
  show();
  const timer = setInterval(show, 1000);
  signal.addEventListener("abort", () => clearInterval(timer));
});
