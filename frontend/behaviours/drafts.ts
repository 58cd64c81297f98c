/**
 * `form[data-draft="ticket-42"]`: what is typed is kept in this browser until it has been sent, so that a closed window,
 * a lost connection or an error loses nothing. `[data-draft-state]` in the form says so. What the server itself wrote
 * into the form (after an error) wins over what was kept. With `data-draft-url` and `data-draft-version` the server
 * keeps it as well (server_drafts.ts), and what it has already is taken from here only when it is the same there.
 *
 * A form sent by htmx is cleared by its answer. One sent by the browser is known to have arrived when its page comes
 * back with another `seen`, or when another page comes.
 */
import { behaviour } from "./connect";
import { type Draft, forget, type KeptFile, read, tidy, type Values, write } from "./draft_store";
import { keptChip } from "./upload";

const uninteresting = new Set(["csrfmiddlewaretoken", "seen", "files", "upload", "then", "draft", "later", "at", "anyway", "sure"]);

export function valuesOf(form: HTMLFormElement): Values {
  return [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === "string" && !uninteresting.has(entry[0]));
}

export function filesOf(form: HTMLFormElement): KeptFile[] {
  return [...form.querySelectorAll<HTMLElement>("[data-file-list] [data-file]")].map((chip) => JSON.parse(chip.dataset.file ?? "{}") as KeptFile);
}

const seenOf = (form: HTMLFormElement): string | undefined => form.querySelector<HTMLInputElement>("input[name=seen]")?.value;

export const isWritten = (form: HTMLFormElement): boolean =>
  form.querySelector("[data-file-list] [data-file]") !== null ||
  [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea, input[type=text], input[type=email]")].some((field) => field.value.trim());

export function say(form: HTMLFormElement, which: "kept" | "found" | "saved" | "here" | ""): void {
  const state = form.querySelector<HTMLElement>("[data-draft-state]");
  const words = { kept: state?.dataset.textKept, found: state?.dataset.textFound, saved: state?.dataset.textSaved, here: state?.dataset.textHere, "": "" }[which] ?? "";
  if (state && state.textContent !== words) state.textContent = words;
}

/** Puts these words in the place of what the form holds. */
export function fill(form: HTMLFormElement, values: Values, files: KeptFile[] = []): void {
  for (const [name, value] of values) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) field.value = value;
    else if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = true;
    else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) field.value = value;
    if (value && field instanceof HTMLElement) field.closest("details")?.toggleAttribute("open", true);
  }
  form.querySelector("[data-file-list]")?.replaceChildren(...files.map(keptChip));
  // The editor may connect after this, so the form remembers as well as tells.
  form.toggleAttribute("data-js-draft-restored", true);
  form.dispatchEvent(new CustomEvent("draft-restored", { detail: Object.fromEntries(values) }));
}

/** Whether what this browser has is worth more than what the page brought. */
function usable(form: HTMLFormElement, draft: Draft | undefined): draft is Draft {
  if (!draft || (draft.sentWithSeen !== undefined && draft.sentWithSeen !== seenOf(form))) return false;
  const version = form.dataset.draftVersion;
  return version === undefined || !draft.saved || draft.base === Number(version);
}

behaviour<HTMLFormElement>("form[data-draft]", (form, signal) => {
  const key = form.dataset.draft ?? "";
  let timer = 0;

  const clear = (sent: boolean): void => {
    clearTimeout(timer);
    forget(key);
    say(form, "");
    form.dispatchEvent(new CustomEvent("draft-cleared", { detail: { sent } }));
  };

  const keep = (): void => {
    clearTimeout(timer);
    timer = 0;
    if (!isWritten(form)) return clear(false);
    const base = Number(form.dataset.draftVersion ?? 0);
    if (!write(key, { values: valuesOf(form), files: filesOf(form), at: Date.now(), base, saved: false })) return;
    if (!form.dataset.draftUrl) say(form, "kept");
    form.dispatchEvent(new Event("draft-kept"));
  };

  const draft = read(key);
  if (!usable(form, draft)) forget(key);
  else if (!isWritten(form)) {
    fill(form, draft.values, draft.files);
    say(form, "found");
  }

  const later = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(keep, 400);
  };
  form.addEventListener("input", later, { signal });
  form.addEventListener("change", later, { signal });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    write(key, { values: valuesOf(form), files: filesOf(form), at: Date.now(), sentWithSeen: seenOf(form) ?? "" });
  }, { signal });
  document.addEventListener("leaving", () => timer && keep(), { signal });
  form.addEventListener("sent", () => clear(true), { signal });
});

tidy();
