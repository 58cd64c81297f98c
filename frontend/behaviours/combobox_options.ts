/** How the options of a searchable select look and which of them match what is typed. */
import { element } from "./element";
import { icon } from "./icon";

let ids = 0;

export const plain = (words: string): string =>
  words.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();

/** Those in which every typed word begins some word; accents do not count. */
export function matching(options: HTMLOptionElement[], query: string): HTMLOptionElement[] {
  const typed = plain(query).split(/\s+/).filter(Boolean);
  return options.filter((option) => {
    const words = plain(`${option.label} ${option.dataset.detail ?? ""}`).split(/[\s@.,()/-]+/);
    return typed.every((start) => words.some((word) => word.startsWith(start)));
  });
}

/** The avatar or icon before an option's words. */
export function optionFace(option: HTMLOptionElement): Node[] {
  const { initials, tint, icon: name } = option.dataset;
  if (initials) return [element("span", { class: "avatar", "data-size": "small", "data-tint": tint ?? "0", "aria-hidden": "true" }, initials)];
  return name ? [icon(name)] : [];
}

function optionElement(option: HTMLOptionElement): HTMLElement {
  const words = element("span", { class: "listbox-option-text" }, option.label.trim() || "–");
  if (option.dataset.detail) words.append(element("span", { class: "listbox-option-detail" }, option.dataset.detail));
  const attributes = {
    class: "listbox-option", role: "option", id: `option-${++ids}`,
    "aria-selected": String(option.selected), "data-value": option.value, "data-text": option.label,
  };
  return element("div", attributes, ...optionFace(option), words, icon("check"));
}

/** All of them, under the headings of their groups. */
export function optionElements(options: HTMLOptionElement[]): HTMLElement[] {
  let group = "";
  return options.filter((option) => !option.disabled).flatMap((option) => {
    const heading = option.dataset.group ?? "";
    const changed = heading !== group && heading !== "";
    group = heading;
    const item = optionElement(option);
    return changed ? [element("div", { class: "listbox-group", role: "presentation" }, heading), item] : [item];
  });
}
