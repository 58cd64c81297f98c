/**
 * Keys. `data-shortcut="r"` on a button, link, field or choice makes that key use it; "g i" is one key after the other,
 * "?" and "/" are as typed. Nothing happens while someone types in a field, except Escape, which leaves the field.
 * What brings a field a moment later says `data-typing`: what is typed meanwhile goes into that.
 * Behaviours register further keys with `onKey`. Each may have been made another by whoever sits here (own_keys.ts).
 */
import { keyOf, pressedKey, usualOf } from "./own_keys";

type Answer = (event: KeyboardEvent) => void;

const answers = new Map<string, Answer>();
const patience = 1200;
let begun = "";
let begunAt = 0;

export function onKey(keys: string, answer: Answer): void {
  answers.set(keys, answer);
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  const field = target.closest("input, textarea, select");
  return field !== null && !field.matches("[type=checkbox], [type=radio], [type=button], [type=submit]");
}

const visible = (element: HTMLElement): boolean => element.checkVisibility() || element.matches("input[type=radio]");

function elementFor(keys: string): HTMLElement | undefined {
  const scope = document.querySelector("dialog:modal") ?? document;
  return [...scope.querySelectorAll<HTMLElement>(`[data-shortcut="${CSS.escape(keys)}"]`)].find(visible);
}

export function use(element: HTMLElement): void {
  if (element.matches("input[type=radio]")) {
    element.click();
    element.dispatchEvent(new CustomEvent("chosen-by-key", { bubbles: true }));
  } else if (element.matches("input, textarea")) {
    element.focus();
    (element as HTMLInputElement).select();
  } else if (element instanceof HTMLSelectElement) {
    element.focus();
    element.showPicker?.();
  } else if (element.tagName === "SUMMARY") {
    element.closest("details")?.toggleAttribute("open", true);
    (element.parentElement?.querySelector<HTMLElement>("input:not([type=hidden]), textarea") ?? element).focus();
  } else element.click();
}

function answered(keys: string, event: KeyboardEvent): boolean {
  return usualOf(keys).some((usual) => answeredAs(usual, event));
}

/** Typed after a key that brings a field (`data-typing`), before that is there: it goes into the field. */
let ahead: string | undefined;

function typeAhead(): void {
  ahead = "";
  window.setTimeout(() => (ahead = undefined), 2 * patience);
}

document.addEventListener("focusin", (event) => {
  if (ahead === undefined || !typing(event.target)) return;
  const words = ahead;
  ahead = undefined;
  if (words) document.execCommand("insertText", false, words); // The one way that undo and every listener know of.
});

function answeredAs(keys: string, event: KeyboardEvent): boolean {
  const element = elementFor(keys);
  const answer = answers.get(keys);
  if (element?.hasAttribute("data-typing")) typeAhead();
  if (element) use(element);
  else if (answer && !document.querySelector("dialog:modal")) answer(event);
  else return false;
  event.preventDefault();
  return true;
}

function begins(key: string): boolean {
  const offered = [...document.querySelectorAll<HTMLElement>("[data-shortcut]")].map((element) => element.dataset.shortcut ?? "");
  return [...answers.keys(), ...offered].some((usual) => keyOf(usual).startsWith(`${key} `));
}

document.addEventListener("keydown", (event) => {
  // The editor prevents what Escape would do, which is nothing.
  if (event.key === "Escape" && event.target instanceof HTMLElement && event.target.isContentEditable) {
    event.target.blur();
    return;
  }
  // What AltGr writes comes with both.
  if (event.defaultPrevented || event.isComposing || (event.ctrlKey && event.altKey)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) {
    answered(pressedKey(event), event);
    return;
  }
  if (typing(event.target)) {
    if (event.key === "Escape") (event.target as HTMLElement).blur();
    return;
  }
  if (ahead !== undefined && event.key.length === 1) {
    ahead += event.key;
    event.preventDefault();
    return;
  }
  const since = Date.now() - begunAt;
  const keys = begun && since < patience ? `${begun} ${event.key}` : event.key;
  begun = "";
  if (answered(keys, event) || event.key.length !== 1) return;
  if (begins(event.key)) {
    begun = event.key;
    begunAt = Date.now();
  }
});
