/** `[data-copy="text"]` copies that text, or with no value the address of the page (or of its own link). */
import { delegate } from "./connect";
import { text } from "./texts";
import { toast } from "./toasts";

delegate("click", "[data-copy]", (button, event) => {
  event.preventDefault();
  const words = button.dataset.copy || (button instanceof HTMLAnchorElement ? button.href : location.href);
  navigator.clipboard.writeText(words).then(
    () => toast(text("copied")),
    () => toast(text("failed"), "error"),
  );
});
