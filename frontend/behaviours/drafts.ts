/**
 * `form[data-draft="ticket-42"]`: what is typed is kept in this browser until it has been sent, so that a closed window,
 * a lost connection or an error loses nothing. `[data-draft-state]` in the form says so. What the server itself wrote
 * into the form (after an error) wins over what was kept.
 *
 * A form sent by htmx is cleared by its answer. One sent by the browser is known to have arrived when its page comes
 * back with another `seen`, or when another page comes.
 */
import { behaviour } from "./connect";

interface Draft {
  values: [name: string, value: string][];
  at: number;
  sentWithSeen?: string | undefined;
}

const prefix = "balie-draft:";
const kept = 30 * 24 * 3600_000;
const uninteresting = new Set(["csrfmiddlewaretoken", "seen", "files", "upload", "then"]);

function read(key: string): Draft | undefined {
  try {
    return (JSON.parse(localStorage.getItem(prefix + key) ?? "null") as Draft | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, draft: Draft): boolean {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(draft));
    return true;
  } catch {
    return false; // Full, or forbidden by the browser: then leaving the page asks first (unsaved.ts).
  }
}

const forget = (key: string): void => localStorage.removeItem(prefix + key);

function valuesOf(form: HTMLFormElement): Draft["values"] {
  return [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === "string" && !uninteresting.has(entry[0]));
}

const seenOf = (form: HTMLFormElement): string | undefined => form.querySelector<HTMLInputElement>("input[name=seen]")?.value;

const words = (form: HTMLFormElement): string =>
  [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea, input[type=text]")].map((field) => field.value.trim()).join("");

function restore(form: HTMLFormElement, draft: Draft): void {
  for (const [name, value] of draft.values) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) field.value = value;
    else if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = true;
    else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) field.value = value;
  }
}

behaviour<HTMLFormElement>("form[data-draft]", (form, signal) => {
  const key = form.dataset.draft ?? "";
  const state = form.querySelector<HTMLElement>("[data-draft-state]");
  let timer = 0;

  const clear = (): void => {
    clearTimeout(timer);
    forget(key);
    if (state) state.textContent = "";
    form.dispatchEvent(new Event("draft-cleared"));
  };

  const keep = (): void => {
    if (!words(form)) return clear();
    if (!write(key, { values: valuesOf(form), at: Date.now() })) return;
    if (state) state.textContent = state.dataset.textKept ?? "";
    form.dispatchEvent(new Event("draft-kept"));
  };

  const draft = read(key);
  const arrived = draft?.sentWithSeen !== undefined && draft.sentWithSeen !== seenOf(form);
  if (arrived) forget(key);
  else if (draft && !words(form)) {
    restore(form, draft);
    if (state) state.textContent = state.dataset.textFound ?? "";
    // The editor may connect after this, so the form remembers as well as tells.
    form.toggleAttribute("data-js-draft-restored", true);
    form.dispatchEvent(new CustomEvent("draft-restored", { detail: Object.fromEntries(draft.values) }));
  }

  const later = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(keep, 400);
  };
  form.addEventListener("input", later, { signal });
  form.addEventListener("change", later, { signal });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    write(key, { values: valuesOf(form), at: Date.now(), sentWithSeen: seenOf(form) ?? "" });
  }, { signal });
  form.addEventListener("sent", clear, { signal });
});

function tidy(): void {
  for (const name of Object.keys(localStorage).filter((item) => item.startsWith(prefix))) {
    const key = name.slice(prefix.length);
    const draft = read(key);
    const elsewhere = draft?.sentWithSeen !== undefined && !document.querySelector(`form[data-draft="${CSS.escape(key)}"]`);
    if (!draft || elsewhere || Date.now() - draft.at > kept) forget(key);
  }
}

tidy();
