/**
 * `[data-tags]` around an <input> of words separated by commas (components/tags.html): each word a chip; Enter or comma
 * adds, Backspace takes back. The input stays the truth and fires `change`, once for several that are typed in a row.
 */
import { behaviour } from "./connect";
import { element } from "./element";
import { icon } from "./icon";
import { text } from "./texts";

const pause = 600; // milliseconds in which another may follow
const parsed = (value: string): string[] => [...new Set(value.split(",").map((word) => word.trim()).filter(Boolean))];

behaviour("[data-tags]", (wrapper, signal) => {
  const source = wrapper.querySelector("input") as HTMLInputElement;
  const typed = element("input", { type: "text", autocomplete: "off", "aria-label": wrapper.dataset.label ?? "", placeholder: source.placeholder });
  const box = element("span", { class: "input tags-box" });
  if (source.getAttribute("list")) typed.setAttribute("list", source.getAttribute("list") ?? "");

  const chip = (word: string): HTMLElement => {
    const remove = element("button", { class: "tag-remove", type: "button", "aria-label": text("remove", { name: word }) }, icon("x"));
    remove.addEventListener("click", () => {
      set(parsed(source.value).filter((other) => other !== word));
      typed.focus();
    });
    return element("span", { class: "tag" }, word, remove);
  };

  const draw = (): void => {
    for (const old of box.querySelectorAll(".tag")) old.remove();
    typed.before(...parsed(source.value).map(chip));
  };

  // What was set and not yet told. The page may be refreshed meanwhile, with the words of before.
  let untold: string | undefined;
  let timer = 0;

  const tell = (): void => {
    clearTimeout(timer);
    if (untold === undefined) return;
    untold = undefined;
    source.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const set = (words: string[]): void => {
    source.value = untold = words.join(", ");
    draw();
    clearTimeout(timer);
    timer = window.setTimeout(tell, pause);
  };

  const take = (): void => {
    const added = parsed(typed.value);
    typed.value = "";
    if (added.length) set(parsed([source.value, ...added].join(",")));
  };

  const refresh = (): void => {
    source.type = "hidden";
    if (!box.isConnected) source.before(box);
    if (untold !== undefined) source.value = untold;
    if (source.dataset.shortcut) typed.dataset.shortcut = source.dataset.shortcut;
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
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    box.remove();
  });
  refresh();
  return { refresh };
});
