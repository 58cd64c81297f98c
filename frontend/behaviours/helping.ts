/**
 * `[data-insert-link="address"]` puts a link into the answer that is being written, called `data-insert-title`; and
 * `a[data-jump="id"]` leads to that element where it is on the page already. What `[data-helping]` is filled with comes
 * into view.
 */
import { behaviour, delegate } from "./connect";
import { element } from "./element";

delegate("click", "[data-insert-link]", (button) => {
  const { insertLink: address = "", insertTitle: title = "" } = button.dataset;
  const form = document.querySelector<HTMLFormElement>("form[data-composer]");
  const source = form?.querySelector<HTMLTextAreaElement>("[data-editor-source]");
  if (!form || !source) return;
  const html = `${element("a", { href: address }, title).outerHTML} `;
  // The editor takes it; where it was not fetched yet, it begins with the words.
  if (!form.dispatchEvent(new CustomEvent("insert", { detail: { html }, cancelable: true }))) return;
  source.value = [source.value.trimEnd(), `${title}: ${address}`].filter(Boolean).join("\n\n");
  source.dispatchEvent(new Event("input", { bubbles: true }));
  source.focus();
});

delegate("click", "a[data-jump]", (link, event) => {
  const there = document.getElementById(link.dataset.jump ?? "");
  if (!there) return;
  event.preventDefault();
  there.scrollIntoView({ block: "center" });
  there.focus({ preventScroll: true });
});

behaviour("[data-helping]", (place, signal) => {
  const filled = new MutationObserver(() => place.scrollIntoView({ block: "nearest" }));
  filled.observe(place, { childList: true });
  signal.addEventListener("abort", () => filled.disconnect());
});
