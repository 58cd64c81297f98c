/**
 * `[data-chosen-files]` around an <input type=file> (macro `files` of components/field.html): what was chosen stands below as
 * chips, each of which can be taken out again; choosing or dropping more adds to them. The input stays the truth and is sent
 * with its form. Without script the browser's own control is shown.
 */
import { behaviour } from "./connect";
import { element } from "./element";
import { takeDrops } from "./files";
import { icon } from "./icon";
import { text } from "./texts";
import { sizeInWords } from "./upload";

const same = (one: File, other: File): boolean =>
  one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

behaviour("[data-chosen-files]", (field, signal) => {
  const input = field.querySelector<HTMLInputElement>("input[type=file]");
  const list = field.querySelector<HTMLElement>("[data-file-list]");
  if (!input || !list) return;
  let chosen: File[] = [];

  const chip = (file: File): HTMLElement => {
    const remove = element("button", { class: "file-chip-remove", type: "button", "aria-label": text("remove", { name: file.name }) }, icon("x"));
    remove.addEventListener("click", () => {
      const place = chosen.indexOf(file);
      set(chosen.filter((other) => other !== file));
      const buttons = list.querySelectorAll<HTMLElement>("button");
      (buttons[Math.min(place, buttons.length - 1)] ?? input).focus();
    });
    const name = element("span", { class: "file-chip-name" }, file.name);
    const size = element("span", { class: "file-chip-size" }, sizeInWords(file.size));
    const kind = icon(file.type.startsWith("image/") ? "file-image" : "file");
    return element("span", { class: "file-chip" }, element("span", { class: "file-chip-link" }, kind, name, size), remove);
  };

  const draw = (): void => list.replaceChildren(...chosen.map(chip));

  const set = (files: File[]): void => {
    chosen = input.multiple ? files : files.slice(-1);
    const transfer = new DataTransfer();
    for (const file of chosen) transfer.items.add(file);
    input.files = transfer.files;
    draw();
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const add = (files: File[]): void => set([...chosen, ...files.filter((file) => !chosen.some((other) => same(file, other)))]);

  input.addEventListener("change", () => add([...(input.files ?? [])]), { signal });
  input.form?.addEventListener("reset", () => set([]), { signal });
  takeDrops(field.closest<HTMLElement>("[data-takes-files]") ?? input.form ?? field, add, signal);
  // Back from another page, the browser may still have them.
  chosen = [...(input.files ?? [])];
  draw();
});
