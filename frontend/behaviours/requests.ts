/** htmx as this house uses it: the token with every change, errors in words, and nothing typed lost by a swap. */
import htmx from "htmx.org";
import { signedOut } from "./asking";
import { csrfToken } from "./csrf";
import { onMessage } from "./live";
import { text } from "./texts";
import { toast } from "./toasts";

interface Context {
  request: { body: FormData; headers: Record<string, string>; method: string };
  response?: { status: number };
  sourceElement: Element;
  swap?: string;
  target?: Element;
}

const context = (event: Event): Context => (event as CustomEvent<{ ctx: Context }>).detail.ctx;

// An error page must never replace what the reader was working on; 409 and 422 carry the form back and are shown.
const unshown = ["204", "304", "400", "401", "403", "404", "405", "410", "413", "415", "429", "5xx"];

Object.assign(htmx.config, { includeIndicatorCSS: false, noSwap: unshown, history: "reload" });

/** What each form is sending now: the same again, by a double click, is not sent twice. */
const underway = new WeakMap<Element, string>();

const told = (body: FormData): string =>
  [...body].map(([name, value]) => `${name}=${value instanceof File ? `${value.name} ${value.size}` : value}`).join("\n");

document.addEventListener("htmx:config:request", (event) => {
  const { request, sourceElement } = context(event);
  if (request.method === "GET") return;
  request.headers["X-CSRFToken"] = csrfToken();
  // The one in the form would come first, and is an older one after signing in again.
  request.body.delete("csrfmiddlewaretoken");
  const content = `${request.method} ${told(request.body)}`;
  if (underway.get(sourceElement) === content) event.preventDefault();
  underway.set(sourceElement, content);
});

document.addEventListener("htmx:finally:request", (event) => underway.delete(context(event).sourceElement));

document.addEventListener("htmx:response:error", (event) => {
  const status = context(event).response?.status ?? 0;
  if (status === 409 || status === 422) return;
  if (status === 401) return signedOut();
  toast(text(status === 403 ? "forbidden" : "failed"), "error");
});

document.addEventListener("htmx:error", () => {
  toast(text(navigator.onLine ? "failed" : "offline"), "error");
});

/** That there is no connection is told until there is one again. */
function backAgain(): void {
  const said = [...document.querySelectorAll(".toast[data-tone=error]")].filter((it) => it.querySelector(".toast-text")?.textContent === text("offline"));
  if (said.length === 0) return;
  for (const it of said) it.remove();
  toast(text("online"));
}

window.addEventListener("online", backAgain);
onMessage(({ hint }) => {
  if (hint === "connected") backAgain();
});

// A colleague's hint may refresh the form away before its own answer is here: what the answer says of other parts counts still.
document.addEventListener("htmx:after:request", (event) => {
  const asked = context(event);
  if (asked.swap === "none" && asked.target?.isConnected === false) asked.target = document.body;
});

// A choice that saves itself and was not saved goes back to what the server last said.
document.addEventListener("htmx:finally:request", (event) => {
  const { sourceElement, response } = context(event);
  const saved = response !== undefined && response.status < 400;
  if (!saved && sourceElement instanceof HTMLFormElement && sourceElement.matches('[hx-trigger^="change"]')) sourceElement.reset();
});

let busy = 0;

function count(change: number): void {
  busy = Math.max(0, busy + change);
  document.documentElement.toggleAttribute("data-js-busy", busy > 0);
}

document.addEventListener("htmx:before:request", () => count(1));
document.addEventListener("htmx:finally:request", () => count(-1));

// What the reader opened stays open when the fragment around it is refreshed, and what behaviours noted stays noted.
htmx.registerExtension("keep-open", {
  htmx_before_morph_attr(node: Element, detail: { attrName: string }) {
    const opened = detail.attrName === "open" && node.matches("details, dialog");
    return !(opened || detail.attrName.startsWith("data-js-"));
  },
});

// By itself htmx begins a moment later: what is chosen in between would be shown, but not saved.
htmx.initialize();
