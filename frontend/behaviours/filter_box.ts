/**
 * `form[data-filter-box="url"]` around a text field: what may come next is offered while a filter is typed. `url` answers
 * `?q=` (the text up to the cursor) with `{from, options: [{text, label}]}`: an option takes the place of what stands
 * from there to the cursor. Arrows and Enter or Tab choose; Enter without a choice filters; Escape closes. Without script
 * the field is sent as it is.
 */
import { askServer } from "./asking";
import { behaviour } from "./connect";
import { element } from "./element";
import { place } from "./floating";

interface Option {
  text: string;
  label: string;
}

const pause = 120;
let ids = 0;

behaviour<HTMLFormElement>("form[data-filter-box]", (form, signal) => {
  const field = form.querySelector<HTMLInputElement>("input[name=q]");
  if (!field) return;
  const list = element("div", { class: "listbox-options filter-options", role: "listbox", id: `filter-options-${++ids}`, "aria-label": field.getAttribute("aria-label") ?? "" });
  const popup = element("div", { class: "listbox filter-popup", popover: "manual" }, list);
  let options: Option[] = [];
  let from = 0;
  let active = -1;
  let asked = 0;
  let timer = 0;

  const dress = (): void => {
    if (!popup.isConnected) form.append(popup);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": list.id, "aria-autocomplete": "list", "aria-expanded": String(popup.matches(":popover-open")) })) field.setAttribute(name, value);
  };

  const close = (): void => {
    asked++;
    clearTimeout(timer);
    if (popup.matches(":popover-open")) popup.hidePopover();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    active = -1;
  };

  const activate = (index: number): void => {
    active = index;
    [...list.children].forEach((child, at) => {
      child.setAttribute("aria-selected", String(at === index));
      child.toggleAttribute("data-active", at === index);
    });
    const chosen = list.children[index];
    if (chosen) {
      field.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };

  const show = (): void => {
    // What was gone to while the answer was on its way is still that.
    const chosen = list.children[active]?.querySelector(".filter-option-text")?.textContent;
    list.replaceChildren(...options.map(({ text, label }, at) =>
      element("div", { class: "listbox-option filter-option", role: "option", id: `${list.id}-${at}`, "aria-selected": "false" },
        element("span", { class: "filter-option-text" }, text), element("span", { class: "filter-option-label" }, label === text ? "" : label))));
    if (options.length === 0) return close();
    dress();
    if (!popup.matches(":popover-open")) popup.showPopover();
    place(popup, field);
    field.setAttribute("aria-expanded", "true");
    activate(options.findIndex(({ text }) => text === chosen));
  };

  const ask = async (): Promise<void> => {
    const mine = ++asked;
    const typed = field.value.slice(0, field.selectionStart ?? field.value.length);
    const address = `${form.dataset.filterBox}?${new URLSearchParams({ q: typed })}`;
    const answer = await askServer(address).then((response) => (response.ok ? response.json() : undefined)).catch(() => undefined) as { from: number; options: Option[] } | undefined;
    if (!answer || mine !== asked || signal.aborted || document.activeElement !== field) return;
    ({ from, options } = answer);
    show();
  };

  const soon = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), pause);
  };

  const choose = (index: number): void => {
    const option = options[index];
    if (!option) return;
    const end = field.selectionStart ?? field.value.length;
    // After a field's name its value follows at once; after a value comes the next condition.
    const inserted = option.text.endsWith(":") ? option.text : `${option.text} `;
    field.setRangeText(inserted, from, end, "end");
    close();
    if (option.text.endsWith(":")) void ask();
  };

  const move = (step: number): void => activate((active + step + options.length + (active === -1 && step === -1 ? 1 : 0)) % options.length);

  field.addEventListener("input", soon, { signal });
  field.addEventListener("focus", soon, { signal });
  field.addEventListener("blur", close, { signal });
  field.addEventListener("keydown", (event) => {
    const open = popup.matches(":popover-open");
    if (event.key === "ArrowDown" && !open) void ask();
    else if (open && event.key === "ArrowDown") move(1);
    else if (open && event.key === "ArrowUp") move(-1);
    else if (open && event.key === "Escape") close();
    else if (open && active >= 0 && (event.key === "Enter" || event.key === "Tab")) choose(active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // The field keeps the focus.
    choose([...list.children].indexOf((event.target as Element).closest("[role=option]") as Element));
  }, { signal });
  form.addEventListener("submit", close, { signal });
  signal.addEventListener("abort", () => popup.remove());
  dress();
  return { refresh: dress };
});
