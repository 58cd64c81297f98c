/**
 * `form[data-submit-on-change]` sends itself when a choice changes. Any form that is being sent by the browser is sent
 * once: its buttons rest until the page has changed.
 */
import { delegate } from "./connect";
import { csrfToken } from "./csrf";

delegate("change", "form[data-submit-on-change]", (form) => (form as HTMLFormElement).requestSubmit());

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const token = form.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
  if (token) token.value = csrfToken() || token.value;
  setTimeout(() => {
    if (event.defaultPrevented || form.method === "dialog" || form.target) return;
    for (const button of form.querySelectorAll<HTMLButtonElement>("button[type=submit]")) button.disabled = true;
  });
});

// Back from the next page, the browser may show this one as it was left.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[type=submit]:disabled")) button.disabled = false;
});
