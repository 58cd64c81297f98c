/**
 * `[data-translate-into="it"][data-translate-url]` in a composer: what was written becomes that in another language, and
 * one's own words stay a click away until the answer is sent.
 */
import { announce } from "./announcing";
import { askServer } from "./asking";
import { csrfToken } from "./csrf";
import { delegate } from "./connect";
import { element } from "./element";
import { icon } from "./icon";
import { text } from "./texts";
import { toast } from "./toasts";

interface Words {
  body: string;
  format: string;
}

function put(form: HTMLFormElement, words: Words): void {
  const source = form.querySelector<HTMLTextAreaElement>("[data-editor-source]");
  const format = form.querySelector<HTMLInputElement>("input[name=body_format]");
  if (!source || !format) return;
  source.value = words.body;
  format.value = words.format;
  form.dispatchEvent(new Event("draft-restored"));
  source.dispatchEvent(new Event("input", { bubbles: true }));
}

function offerBack(form: HTMLFormElement, own: Words): void {
  form.querySelector("[data-own-words]")?.remove();
  const back = element("button", { class: "message-translate", type: "button" }, element("span", {}, text("own_words")));
  const strip = element("p", { class: "composer-translated", role: "status", "data-own-words": "" }, `${text("translated")} `, back);
  const end = (): void => strip.remove();
  back.addEventListener("click", () => {
    put(form, own);
    end();
  });
  for (const name of ["sent", "draft-gone"]) form.addEventListener(name, end, { once: true });
  form.querySelector(".composer-body")?.after(strip);
}

/** That it is under way, until it is ended: seen below what is written, and told. */
function working(form: HTMLFormElement): () => void {
  form.querySelector("[data-translating]")?.remove();
  const strip = element("p", { class: "composer-translated", "data-translating": "", "data-js-working": "" }, icon("loader-circle"), ` ${text("translating")}`);
  form.querySelector(".composer-body")?.after(strip);
  announce(text("translating"));
  return () => strip.remove();
}

async function translate(form: HTMLFormElement, url: string, language: string): Promise<void> {
  const { body, body_format: format } = Object.fromEntries(new FormData(form)) as Record<string, string>;
  const own = { body: body ?? "", format: format ?? "text" };
  const answer = await askServer(url, {
    method: "POST",
    headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
    body: new URLSearchParams({ body: own.body, body_format: own.format, language }),
  });
  if (answer.status === 401) return;
  const told = (await answer.json()) as { words?: string; error?: string };
  if (told.words === undefined) return toast(told.error ?? text("failed"), "error");
  // Who went on writing meanwhile keeps what they wrote.
  if (new FormData(form).get("body") !== own.body) return toast(text("changed_meanwhile"), "error");
  put(form, { body: told.words, format: own.format });
  offerBack(form, own);
}

delegate("click", "[data-translate-into]", (item) => {
  const form = item.closest<HTMLFormElement>("form");
  const { translateUrl: url = "", translateInto: language = "" } = item.dataset;
  if (!form) return;
  // What is typed now goes on with the answer: the menu has given the focus back to its button.
  form.querySelector<HTMLElement>(".editor, [data-editor-source]:not([hidden])")?.focus();
  const end = working(form);
  translate(form, url, language).catch(() => toast(text(navigator.onLine ? "failed" : "offline"), "error")).finally(end);
});
