/**
 * How scripts ask the server. Who is signed in no longer is told so, once, with the way back in, in another window: what
 * they wrote stays where it is. Once they are in again, the word goes, and what they wrote can be sent.
 */
import { element } from "./element";
import { icon } from "./icon";
import { text } from "./texts";

const shown = (): HTMLElement | null => document.querySelector("[data-signed-out]");

export function signedOut(): void {
  if (shown()) return;
  const here = `${location.pathname}${location.search}`;
  const way = element("a", { class: "toast-action", href: `/accounts/login/?${new URLSearchParams({ next: here })}`, target: "_blank" }, text("sign_in"));
  const close = element("button", { class: "toast-close", type: "button", "data-toast-close": true, "aria-label": text("close") }, icon("x"));
  const words = element("span", { class: "toast-text" }, text("signed_out"));
  const said = element("div", { class: "toast", "data-toast": true, "data-tone": "info", "data-signed-out": true, role: "alert" }, icon("info"), words, way, close);
  document.getElementById("toasts")?.append(said);
}

export async function askServer(address: string | URL, options: RequestInit = {}): Promise<Response> {
  const headers = { "X-Requested-With": "XMLHttpRequest", ...(options.headers as Record<string, string>) };
  const answer = await fetch(address, { ...options, headers });
  if (answer.status === 401) signedOut();
  return answer;
}

async function lookAgain(): Promise<void> {
  const address = document.querySelector<HTMLElement>("[data-counts]")?.dataset.counts;
  if (document.hidden || !address || !shown()) return;
  const answer = await askServer(address).catch(() => undefined);
  if (answer?.ok) shown()?.remove();
}

document.addEventListener("visibilitychange", () => void lookAgain());
window.addEventListener("focus", () => void lookAgain());
