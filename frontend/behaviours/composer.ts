/**
 * `form[data-composer]` (components/composer.html): Ctrl+Enter sends, r and n choose and begin to write, and when the
 * answer to a htmx request says that it was sent, everything is made empty again (the event `sent` on the form). When
 * it says why not, that stands beside the text until one goes on writing.
 * While nothing is written, `seen` follows the conversation's `data-seen`; once someone writes it stands still, so that
 * the server can say what happened in the meantime.
 */
import { behaviour } from "./connect";

const bodyOf = (form: HTMLFormElement): HTMLTextAreaElement => form.querySelector("[data-editor-source]") as HTMLTextAreaElement;

function begin(form: HTMLFormElement): void {
  const writing = form.querySelector<HTMLElement>(".editor") ?? bodyOf(form);
  writing.focus();
  form.scrollIntoView({ block: "nearest" });
}

function submit(form: HTMLFormElement): void {
  const button = [...form.querySelectorAll<HTMLButtonElement>("[data-send]")].find((each) => each.checkVisibility());
  form.requestSubmit(button ?? null);
}

function followSeen(form: HTMLFormElement): void {
  const seen = document.querySelector<HTMLElement>("[data-seen]")?.dataset.seen;
  const field = form.querySelector<HTMLInputElement>("input[name=seen]");
  if (seen && field && !bodyOf(form).value.trim()) field.value = seen;
}

/** What was said while one writes is told before sending, too. */
function tellNews(form: HTMLFormElement): void {
  const place = form.querySelector<HTMLElement>("[data-composer-news]");
  if (!place) return;
  const said = Number(document.querySelector<HTMLElement>("[data-said]")?.dataset.said ?? 0);
  const seen = Number(form.querySelector<HTMLInputElement>("input[name=seen]")?.value ?? 0);
  const words = said > seen && bodyOf(form).value.trim() ? (place.dataset.text ?? "") : "";
  if (place.textContent !== words) place.textContent = words;
}

/** What is asked before sending is answered by keyboard: Enter sends, Escape goes on writing. */
function answerByKey(form: HTMLFormElement, signal: AbortSignal): void {
  const notice = document.getElementById("composer-notice");
  if (!notice) return;
  const goOn = (): void => {
    notice.replaceChildren();
    begin(form);
  };
  const watching = new MutationObserver(() => notice.querySelector<HTMLElement>("[data-send-anyway]")?.focus());
  watching.observe(notice, { childList: true });
  signal.addEventListener("abort", () => watching.disconnect());
  notice.addEventListener("click", (event) => (event.target as Element).closest("[data-go-on-writing]") && goOn(), { signal });
  notice.addEventListener("keydown", (event) => event.key === "Escape" && goOn(), { signal });
}

/** When the server says why nothing was sent, one goes on where that can be put right. */
function mend(form: HTMLFormElement, said: HTMLElement): void {
  const wrong = said.querySelector<HTMLElement>("[data-wrong]")?.dataset.wrong;
  const field = wrong && form.querySelector<HTMLInputElement>(`.composer-fields [name="${wrong}"]`);
  if (!field) return begin(form);
  field.closest("details")?.toggleAttribute("open", true);
  field.focus();
}

behaviour<HTMLFormElement>("form[data-composer]", (form, signal) => {
  const said = form.querySelector<HTMLElement>("[data-composer-error]");
  if (said) {
    const watching = new MutationObserver(() => said.childElementCount && mend(form, said));
    watching.observe(said, { childList: true });
    signal.addEventListener("abort", () => watching.disconnect());
    form.addEventListener("input", () => said.replaceChildren(), { signal });
  }
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit(form);
  }, { signal, capture: true });
  answerByKey(form, signal);
  form.addEventListener("chosen-by-key", () => begin(form), { signal });
  form.addEventListener("change", (event) => {
    if ((event.target as HTMLInputElement).name === "visibility") begin(form);
  }, { signal });
  // Opened by the text, closed by what is elsewhere: what is pressed in between must not move away from under the finger.
  document.addEventListener("focusin", (event) => {
    const at = event.target as Element;
    if (!form.contains(at) || at.closest(".composer-body")) form.toggleAttribute("data-js-open", form.contains(at));
  }, { signal });
  const empty = (): void => {
    const { visibility } = Object.fromEntries(new FormData(form));
    form.reset();
    bodyOf(form).value = "";
    form.querySelector("[data-file-list]")?.replaceChildren();
    const choice = form.querySelector<HTMLInputElement>(`input[name=visibility][value="${String(visibility)}"]`);
    if (choice) choice.checked = true;
    followSeen(form);
    tellNews(form);
  };
  form.addEventListener("sent", empty, { signal });
  form.addEventListener("draft-gone", empty, { signal });
  document.addEventListener("htmx:after:settle", () => {
    followSeen(form);
    tellNews(form);
  }, { signal });
});

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = (event as CustomEvent<{ ctx: { sourceElement: Element; response?: { status: number } } }>).detail;
  const form = ctx.sourceElement.closest("form[data-draft]");
  if (form && ctx.sourceElement === form && (ctx.response?.status ?? 500) < 400) form.dispatchEvent(new Event("sent"));
});
