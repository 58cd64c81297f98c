/**
 * What can be done on this page, gathered from the page itself: whatever has a key (`data-shortcut`) or says that it is a
 * command (`data-command="words"`, or empty for its own label). `data-commands="words"` on something around them names
 * their group. A field of choices becomes a command with a second step.
 */
import { matching, optionFace } from "./combobox_options";
import { icon } from "./icon";
import { use } from "./shortcuts";
import { text } from "./texts";

export interface Command {
  label: string;
  group: string;
  detail: string;
  keys: string;
  href: string;
  face: () => Node[];
  run: () => void;
  /** The second step; none for what is done at once. */
  choices?: (query: string) => Command[];
}

function labelOf(element: HTMLElement): string {
  const written = element.dataset.command || element.getAttribute("aria-label");
  const label = "labels" in element ? (element as HTMLInputElement).labels?.[0]?.textContent : "";
  const words = written || label || element.querySelector(".rail-item-label, .menu-item-label, .button-label")?.textContent || element.textContent;
  return (words ?? "").trim().replace(/\s+/g, " ");
}

/** Its icon, as it stands on the page. */
const faceOf = (element: HTMLElement): Node[] => {
  const { commandIcon } = element.dataset;
  const drawn = commandIcon ? icon(commandIcon) : (element.querySelector("svg.icon") ?? element.closest("label, .search")?.querySelector("svg.icon"));
  return [drawn ? drawn.cloneNode(true) : icon("zap")];
};

function chosen(select: HTMLSelectElement, option: HTMLOptionElement): void {
  select.value = option.value;
  for (const name of ["input", "change"]) select.dispatchEvent(new Event(name, { bubbles: true }));
}

function choicesOf(select: HTMLSelectElement, group: string, query: string): Command[] {
  const options = matching([...new Map([...select.options].map((option) => [option.value, option])).values()], query);
  return options.filter((option) => !option.disabled && option.value !== select.value).map((option) => ({
    label: option.label.trim(), group, detail: option.dataset.detail ?? "", keys: "", href: "",
    face: () => optionFace(option), run: () => chosen(select, option),
  }));
}

function commandOf(element: HTMLElement): Command {
  const label = labelOf(element);
  const group = element.closest<HTMLElement>("[data-commands]")?.dataset.commands ?? text("on_this_page");
  const choices = element instanceof HTMLSelectElement ? { choices: (query: string) => choicesOf(element, label, query) } : {};
  return {
    label, group, detail: "", keys: element.dataset.shortcut ?? "", href: element instanceof HTMLAnchorElement ? element.href : "",
    face: () => faceOf(element), run: () => use(element), ...choices,
  };
}

/** A menu that is closed still offers what is in it; what is hidden is not offered at all. */
function offered(element: HTMLElement): boolean {
  if (element.matches(":disabled, [type=hidden], .combobox-button, [data-palette-open]") || element.closest("dialog")) return false;
  const hidden = element.closest("[hidden]");
  return !hidden || (hidden === element && element.closest("[data-combobox]") !== null);
}

export function commands(): Command[] {
  const found = [...document.querySelectorAll<HTMLElement>("[data-shortcut], [data-command]")].filter(offered).map(commandOf);
  const known = new Set<string>();
  const once = found.filter(({ label, group }) => label && !known.has(`${group} ${label}`) && known.add(`${group} ${label}`));
  const here = (command: Command): number => Number(command.group !== text("on_this_page"));
  return once.sort((one, other) => here(one) - here(other));
}
