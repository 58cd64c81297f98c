/** `[data-remote-images]`: fetches the pictures of its message, `img[data-remote-src]`, only now that it is asked. */
import { delegate } from "./connect";

delegate("click", "[data-remote-images]", (button) => {
  const message = button.closest(".message") ?? document;
  for (const image of message.querySelectorAll<HTMLImageElement>("img[data-remote-src]")) {
    image.src = image.dataset.remoteSrc ?? "";
    image.referrerPolicy = "no-referrer";
    image.removeAttribute("data-remote-src");
  }
  button.closest(".message-notice")?.remove();
});
