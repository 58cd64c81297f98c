/**
 * `[data-tags]` around an <input> of words separated by commas (components/tags.html): each word a chip; Enter or comma
 * adds, Backspace takes back. The input stays the truth and fires `change`, once for several that are typed in a row, and
 * in a form that htmx sends not before the one before is answered. While it is in use a morph leaves it alone, and only
 * the words that came or went are taken over.
 */
import htmx from "htmx.org";
import { behaviour } from "./connect";
import { element } from "./element";
import { icon } from "./icon";
import { text } from "./texts";

const pause = 600; // milliseconds in which another may follow
const parsed = (value: string): string[] => [...new Set(value.split(",").map((word) => word.trim()).filter(Boolean))];

/** By element, what takes over the words a morph brings; false when the element is not in use and may be morphed. */
const takers = new WeakMap<Element, (words: string[]) => boolean>();

htmx.registerExtension("tags-in-use", {
  htmx_before_morph_node(node: Element, { newNode }: { newNode: Element }) {
    const brought = takers.get(node) && newNode.querySelector?.("input");
    return !(brought && takers.get(node)?.(parsed(brought.value)));
  },
});

behaviour("[data-tags]", (wrapper, signal) => {
  const source = wrapper.querySelector("input") as HTMLInputElement;
  const typed = element("input", { type: "text", autocomplete: "off", "aria-label": wrapper.dataset.label ?? "", placeholder: source.placeholder });
  const colours: Record<string, string> = JSON.parse(wrapper.dataset.colours || "{}");
  const box = element("span", { class: "input tags-box" });
  if (source.getAttribute("list")) typed.setAttribute("list", source.getAttribute("list") ?? "");

  const chip = (word: string): HTMLElement => {
    const remove = element("button", { class: "tag-remove", type: "button", "aria-label": text("remove", { name: word }) }, icon("x"));
    remove.addEventListener("click", () => {
      set(parsed(source.value).filter((other) => other !== word));
      typed.focus();
    });
    const colour = colours[word.toLowerCase()];
    return element("span", { class: "tag", ...(colour && { "data-colour": colour }) }, word, remove);
  };

  const draw = (): void => {
    for (const old of box.querySelectorAll(".tag")) old.remove();
    typed.before(...parsed(source.value).map(chip));
  };

  // What the server said last, what it was told since, and whether more was set than that.
  let saved = parsed(source.value);
  let told = saved;
  let untold = false;
  let saving = false;
  let timer = 0;

  const tell = (): void => {
    clearTimeout(timer);
    if (!untold || saving) return;
    untold = false;
    told = parsed(source.value);
    source.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const show = (words: string[]): void => {
    source.value = words.join(", ");
    draw();
  };

  const set = (words: string[]): void => {
    untold = true;
    show(words);
    clearTimeout(timer);
    timer = window.setTimeout(tell, pause);
  };

  const take = (): void => {
    const added = parsed(typed.value);
    typed.value = "";
    if (added.length) set(parsed([source.value, ...added].join(",")));
  };

  const inUse = (): boolean => untold || saving || typed.value !== "" || document.activeElement === typed;

  /** What was added or removed here and not told yet stays so. */
  takers.set(wrapper, (words) => {
    if (!inUse()) return false;
    const here = parsed(source.value);
    saved = words;
    show([...new Set([...words.filter((word) => here.includes(word) || !told.includes(word)), ...here.filter((word) => !told.includes(word))])]);
    told = saved;
    return true;
  });

  const refresh = (): void => {
    source.type = "hidden";
    if (!box.isConnected) {
      source.before(box);
      saved = told = parsed(source.value);
    }
    if (source.dataset.shortcut) typed.dataset.shortcut = source.dataset.shortcut;
    typed.dataset.commandIcon = "tags";
    draw();
  };

  box.append(typed);
  box.addEventListener("click", (event) => event.target === box && typed.focus(), { signal });
  typed.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" && typed.value.trim()) || event.key === ",") {
      event.preventDefault();
      take();
    } else if (event.key === "Backspace" && !typed.value) set(parsed(source.value).slice(0, -1));
    else if (event.key === "Escape") typed.blur();
  }, { signal });
  // A suggestion that was clicked comes as a replacement, not as keys.
  typed.addEventListener("input", (event) => (event as InputEvent).inputType === "insertReplacementText" && take(), { signal });
  typed.addEventListener("blur", () => {
    take();
    tell();
  }, { signal });
  const form = source.form;
  form?.addEventListener("htmx:before:request", () => (saving = true), { signal });
  form?.addEventListener("htmx:finally:request", () => {
    saving = false;
    setTimeout(tell); // After a reset, if it was not saved.
  }, { signal });
  // Not what is half typed. What was set meanwhile is told all the same, and with it what could not be saved.
  form?.addEventListener("reset", () => {
    const half = typed.value;
    told = saved;
    if (!untold) show(saved);
    setTimeout(() => (typed.value = half));
  }, { signal });
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    box.remove();
  });
  refresh();
  return { refresh };
});
