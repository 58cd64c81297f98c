/** The lines of the palette: groups of options, made here for the page's own commands and by the server for the rest. */
import { plain } from "./combobox_options";
import type { Command } from "./commands";
import { element } from "./element";
import { keyOf } from "./own_keys";

let ids = 0;

/** How well it fits what is typed, the less the better; undefined: not at all. Each typed word must begin one of its words. */
export function fit(words: string, query: string): number | undefined {
  const label = plain(words);
  const typed = plain(query).split(/\s+/).filter(Boolean);
  const starts = label.split(/[\s@.,:()/“”"-]+/);
  if (!typed.every((start) => starts.some((word) => word.startsWith(start)))) return undefined;
  return label.startsWith(typed.join(" ")) ? 0 : 1;
}

function keysElement(usual: string): HTMLElement | string {
  const keys = keyOf(usual);
  if (!keys) return "";
  return element("span", { class: "keys", "aria-hidden": "true" }, ...keys.split(" ").flatMap((part) => part.split("+")).map((key) => element("kbd", { class: "kbd" }, key)));
}

export function optionOf(command: Command, run: Map<HTMLElement, Command>): HTMLElement {
  const words = element("span", { class: "listbox-option-text" }, command.label);
  if (command.detail) words.append(element("span", { class: "listbox-option-detail" }, command.detail));
  const parts = [...command.face(), words, ...(command.keys ? [keysElement(command.keys)] : [])];
  const attributes = { class: "listbox-option", role: "option", id: `palette-option-${++ids}`, "aria-selected": "false" };
  const made = command.href
    ? element("a", { ...attributes, href: command.href, tabindex: "-1" }, ...parts)
    : element("div", attributes, ...parts);
  run.set(made, command);
  return made;
}

export function groupOf(title: string, options: Node[]): HTMLElement {
  const id = `palette-group-${++ids}`;
  return element("div", { role: "group", "aria-labelledby": id }, element("div", { class: "listbox-group", id }, title), ...options);
}

export function grouped(commands: Command[], run: Map<HTMLElement, Command>): HTMLElement[] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups].map(([title, members]) => groupOf(title, members.map((command) => optionOf(command, run))));
}
