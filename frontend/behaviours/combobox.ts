/**
 * `[data-combobox]` around a <select> (components/combobox.html): a button that shows the choice and opens a searchable
 * list. The select stays the truth: it is what the form sends, and it fires `change` when something is chosen.
 * `data-src`: an address that answers `?q=` with <option> elements, for choices too many to list.
 */
import { askServer } from "./asking";
import { behaviour, type Connection } from "./connect";
import { element } from "./element";
import { place } from "./floating";
import { optionElements, optionFace, matching } from "./combobox_options";
import { text } from "./texts";

let ids = 0;

function parts(wrapper: HTMLElement, select: HTMLSelectElement) {
  const id = `listbox-${++ids}`;
  const labelled = wrapper.dataset.label ?? "";
  const button = element("button", { class: "input combobox-button", type: "button", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-controls": id });
  const search = element("input", {
    class: "listbox-search", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-controls": id, "aria-expanded": "true", "aria-autocomplete": "list", "aria-label": labelled, placeholder: text("search"),
  });
  const list = element("div", { class: "listbox-options", role: "listbox", id, "aria-label": labelled, "aria-multiselectable": select.multiple && "true" });
  const popup = element("div", { class: "listbox", popover: "auto" }, search, list);
  return { button, search, list, popup };
}

class Combobox implements Connection {
  private readonly select: HTMLSelectElement;
  private readonly ui: ReturnType<typeof parts>;
  private active = -1;
  private asked = 0;

  constructor(private readonly wrapper: HTMLElement, private readonly signal: AbortSignal) {
    this.select = wrapper.querySelector("select") as HTMLSelectElement;
    this.ui = parts(wrapper, this.select);
    this.listen();
    this.refresh();
    if (this.select.autofocus) this.ui.button.focus();
  }

  /** After a morph the select is bare again and may hold another choice. */
  refresh(): void {
    const { button, popup } = this.ui;
    const shortcut = this.select.dataset.shortcut;
    this.select.hidden = true;
    if (!button.isConnected) this.select.before(button, popup);
    if (shortcut) button.dataset.shortcut = shortcut;
    button.disabled = this.select.disabled;
    this.show();
  }

  private listen(): void {
    const { button, search, list, popup } = this.ui;
    const { signal } = this;
    button.addEventListener("click", () => this.open(), { signal });
    button.addEventListener("keydown", (event) => this.openByKey(event), { signal });
    document.querySelector(`label[for="${CSS.escape(this.select.id)}"]`)?.addEventListener("click", () => button.focus(), { signal });
    popup.addEventListener("toggle", (event) => button.setAttribute("aria-expanded", String((event as ToggleEvent).newState === "open")), { signal });
    search.addEventListener("input", () => this.filter(), { signal });
    search.addEventListener("keydown", (event) => this.pressed(event), { signal });
    list.addEventListener("pointermove", (event) => this.activate(this.indexOf(event)), { signal });
    list.addEventListener("click", (event) => this.choose(this.indexOf(event)), { signal });
    this.select.addEventListener("change", () => this.show(), { signal });
    // The form is reset after it has told so.
    this.select.form?.addEventListener("reset", () => setTimeout(() => this.show()), { signal });
    signal.addEventListener("abort", () => [button, popup].forEach((part) => part.remove()));
  }

  private show(): void {
    const { button } = this.ui;
    const chosen = [...this.select.selectedOptions].filter((option) => option.label.trim());
    const words = chosen.length > 1 ? text("chosen", { count: chosen.length }) : (chosen[0]?.label ?? this.wrapper.dataset.placeholder ?? "");
    const face = chosen.length === 1 && chosen[0] ? optionFace(chosen[0]) : [];
    button.replaceChildren(...face, element("span", {}, words));
    button.toggleAttribute("data-empty", chosen.length === 0);
    button.setAttribute("aria-label", `${this.wrapper.dataset.label ?? ""}: ${words}`);
  }

  /** At once, not when the browser tells of it: what is typed right after the key that opens it is meant for the search. */
  private open(): void {
    const { button, search, popup } = this.ui;
    if (popup.matches(":popover-open")) return;
    search.value = "";
    this.draw([...this.select.options]);
    popup.style.minWidth = `${button.offsetWidth}px`;
    popup.showPopover();
    place(popup, button);
    search.focus();
  }

  private openByKey(event: KeyboardEvent): void {
    // Beside a conversation letters are shortcuts; in a form they begin the search.
    const typed = !("plain" in this.wrapper.dataset) && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!typed && event.key !== "ArrowDown") return;
    event.preventDefault();
    event.stopPropagation();
    this.open();
    if (typed) {
      this.ui.search.value = event.key;
      this.filter();
    }
  }

  private draw(options: HTMLOptionElement[]): void {
    const { list } = this.ui;
    list.replaceChildren(...optionElements(options));
    if (options.length === 0) list.append(element("p", { class: "listbox-empty" }, text("nothing_found")));
    const chosen = this.items().findIndex((item) => item.getAttribute("aria-selected") === "true");
    this.activate(Math.max(chosen, 0));
  }

  private filter(): void {
    const query = this.ui.search.value.trim();
    const { src } = this.wrapper.dataset;
    if (src) void this.ask(src, query);
    else this.draw(matching([...this.select.options], query));
  }

  private async ask(src: string, query: string): Promise<void> {
    const asked = ++this.asked;
    await new Promise((resolve) => setTimeout(resolve, 150));
    if (asked !== this.asked) return;
    const answer = await askServer(`${src}${src.includes("?") ? "&" : "?"}q=${encodeURIComponent(query)}`, { headers: { "HX-Request": "true" } });
    const html = answer.ok ? await answer.text() : "";
    if (asked !== this.asked) return;
    const found = new DOMParser().parseFromString(`<select>${html}</select>`, "text/html").querySelectorAll("option");
    this.draw([...found]);
  }

  private items(): HTMLElement[] {
    return [...this.ui.list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  private indexOf(event: Event): number {
    return this.items().indexOf((event.target as Element).closest<HTMLElement>("[role=option]") as HTMLElement);
  }

  private activate(index: number): void {
    const items = this.items();
    if (index < 0 || !items[index]) return;
    this.active = index;
    for (const [at, item] of items.entries()) item.toggleAttribute("data-active", at === index);
    items[index].scrollIntoView({ block: "nearest" });
    this.ui.search.setAttribute("aria-activedescendant", items[index].id);
  }

  private pressed(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.activate((this.active + step + this.items().length) % this.items().length);
    else if (event.key === "Enter") this.choose(this.active);
    else if (event.key !== "Tab") return;
    if (event.key === "Tab") this.ui.popup.hidePopover();
    else event.preventDefault();
  }

  private choose(index: number): void {
    const item = this.items()[index];
    if (!item) return;
    const option = this.optionFor(item);
    option.selected = this.select.multiple ? !option.selected : true;
    for (const name of ["input", "change"]) this.select.dispatchEvent(new Event(name, { bubbles: true }));
    if (this.select.multiple) item.setAttribute("aria-selected", String(option.selected));
    else {
      this.ui.popup.hidePopover();
      this.ui.button.focus();
    }
  }

  /** What was found elsewhere becomes an option of the select, or it could not be sent. */
  private optionFor(item: HTMLElement): HTMLOptionElement {
    const value = item.dataset.value ?? "";
    const known = [...this.select.options].find((option) => option.value === value);
    if (known) return known;
    const made = new Option(item.dataset.text ?? value, value);
    this.select.append(made);
    return made;
  }
}

behaviour("[data-combobox]", (wrapper, signal) => new Combobox(wrapper, signal));
