/**
 * Short words that something happened.
 * - `[data-toast]` in #toasts leaves by itself (errors and warnings stay until closed, each words once); `[data-toast-close]` closes it.
 * - The header `HX-Trigger: {"toast": {"text": "…", "tone": "success|info|error"}}` shows one.
 */
import { behaviour, delegate } from "./connect";
import { element } from "./element";
import { icon } from "./icon";
import { text } from "./texts";

const shownFor = 6000;
const icons = { success: "circle-check", info: "info", error: "octagon-alert" } as const;
type Tone = keyof typeof icons;

export function toast(words: string, tone: Tone = "success"): void {
  const close = element("button", { class: "toast-close", type: "button", "data-toast-close": true, "aria-label": text("close") }, icon("x"));
  const sentence = element("span", { class: "toast-text" }, words);
  const role = tone === "error" ? { role: "alert" } : {};
  const made = element("div", { class: "toast", "data-toast": true, "data-tone": tone, ...role }, icon(icons[tone]), sentence, close);
  const toasts = document.getElementById("toasts");
  // A cut line fails several requests at once: the same error said again takes the place of the first.
  const said = [...(toasts?.querySelectorAll<HTMLElement>("[data-tone=error]") ?? [])];
  if (tone === "error") said.find((earlier) => earlier.textContent === made.textContent)?.remove();
  toasts?.append(made);
}

behaviour("[data-toast]", (toastElement, signal) => {
  if (toastElement.matches("[data-tone=error], [data-tone=warning], [data-signed-out]")) return;
  let timer = 0;
  const leaveLater = (): void => {
    timer = window.setTimeout(() => toastElement.remove(), shownFor);
  };
  const stay = (): void => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) toastElement.addEventListener(name, stay, { signal });
  for (const name of ["pointerleave", "focusout"]) toastElement.addEventListener(name, leaveLater, { signal });
  signal.addEventListener("abort", stay);
  leaveLater();
});

delegate("click", "[data-toast-close]", (button) => button.closest("[data-toast]")?.remove());

document.addEventListener("toast", (event) => {
  const { text: words, tone } = (event as CustomEvent<{ text: string; tone?: Tone }>).detail;
  toast(words, tone);
});
