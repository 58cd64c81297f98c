/**
 * `dialog[data-palette="url"]` (components/palette.html): a button `[data-palette-open]` opens it, by its key as well. It offers what
 * the page can do (commands.ts) and where one can go; the rest it asks of `url`: with `recent=…` what was looked at last
 * and the places beyond this page (`[data-palette-places]`, kept for searching), with `q=…` what is found by these words.
 * A choice among several ("Assign to…") is a second step; Backspace in the empty field leads back.
 */
import { askServer } from "./asking";
import { type Command, commands } from "./commands";
import { behaviour, delegate } from "./connect";
import { focused } from "./focus";
import { fit, grouped } from "./palette_options";
import { recent } from "./recent";
import { text } from "./texts";

const pause = 120; // milliseconds between the last letter and the question
const calm = 900; // milliseconds of nothing new before the number of results is told
const mostPerGroup = 8;

class Palette {
  private readonly input: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly status: HTMLElement;
  private readonly step: HTMLElement;
  private readonly placeholder: string;
  private readonly run = new Map<HTMLElement, Command>();
  private here: Command[] = [];
  private places: HTMLElement[] = [];
  private recent: HTMLElement[] = [];
  private answered: HTMLElement[] = [];
  private begun: Promise<void> | undefined;
  private within: Command | undefined;
  private asking: AbortController | undefined;
  private timer = 0;
  private telling = 0;
  private eager = false;

  private from: Element | null = null;

  constructor(private readonly dialog: HTMLDialogElement, signal: AbortSignal) {
    this.input = dialog.querySelector("input") as HTMLInputElement;
    this.list = dialog.querySelector("[role=listbox]") as HTMLElement;
    this.status = dialog.querySelector("[role=status]") as HTMLElement;
    this.step = dialog.querySelector("[data-palette-step]") as HTMLElement;
    this.placeholder = this.input.placeholder;
    this.input.addEventListener("input", () => this.typed(), { signal });
    this.input.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.list.addEventListener("pointermove", (event) => this.activate(this.optionAt(event)), { signal });
    this.list.addEventListener("click", (event) => this.clicked(event), { signal });
    this.step.addEventListener("click", () => this.back(), { signal });
    dialog.addEventListener("cancel", (event) => this.within && (event.preventDefault(), this.back()), { signal });
    dialog.addEventListener("close", () => this.stop(), { signal });
  }

  open(): void {
    if (document.querySelector("dialog:modal")) return;
    for (const open of document.querySelectorAll<HTMLElement>(":popover-open")) open.hidePopover();
    this.here = commands();
    this.answered = [];
    this.from = focused();
    this.dialog.showModal();
    this.enter(undefined);
    this.begun = this.begin();
  }

  /** The first step, or the choices of a command. */
  private enter(command: Command | undefined): void {
    this.within = command;
    this.input.value = "";
    this.step.hidden = !command;
    this.step.textContent = command?.label ?? "";
    this.input.placeholder = command ? text("search") : this.placeholder;
    this.answered = [];
    this.draw();
    this.input.focus();
  }

  private back(): void {
    this.enter(undefined);
  }

  private typed(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.eager = false;
    const query = this.input.value.trim();
    if (this.within) return this.draw();
    this.dialog.toggleAttribute("data-busy", query !== "");
    // What was found for the letters before stands until the next answer, or lines would jump at each letter.
    if (!query) this.answered = [];
    this.draw();
    if (query) this.timer = window.setTimeout(() => void this.ask(query), pause);
  }

  private async ask(query: string): Promise<void> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const [groups] = await Promise.all([this.groups("q", query, asking.signal), this.begun]);
    if (asking.signal.aborted || !this.dialog.open) return;
    this.answered = groups;
    this.dialog.removeAttribute("data-busy");
    this.draw(this.active()?.id);
    const [first] = this.options();
    if (this.eager && first) this.choose(first);
  }

  /** What is there before anything is typed; not given up when somebody types at once. */
  private async begin(): Promise<void> {
    const here = document.querySelector<HTMLElement>("[data-recent]")?.dataset.recent;
    const groups = await this.groups("recent", recent().filter((it) => it !== here).join(","));
    this.places = groups.filter((group) => "palettePlaces" in group.dataset);
    this.recent = groups.filter((group) => !("palettePlaces" in group.dataset));
    if (this.dialog.open && !this.within) this.draw();
  }

  private async groups(name: string, value: string, signal?: AbortSignal): Promise<HTMLElement[]> {
    const address = new URL(this.dialog.dataset.palette ?? "", location.href);
    address.searchParams.set(name, value);
    const answer = await askServer(address, { headers: { "HX-Request": "true" }, signal: signal ?? null }).catch(() => undefined);
    const html = answer?.ok ? await answer.text().catch(() => "") : "";
    const parsed = new DOMParser().parseFromString(html, "text/html");
    return [...parsed.querySelectorAll<HTMLElement>("[role=group]")].map((group) => document.importNode(group, true));
  }

  /** With nothing typed: what was looked at last, what can be done here, where one can go. Otherwise what fits best. */
  private draw(active?: string): void {
    this.run.clear();
    const query = this.input.value.trim();
    if (this.within) this.list.replaceChildren(...grouped(this.within.choices?.(query) ?? [], this.run));
    else if (!query) this.list.replaceChildren(...this.recent, ...grouped(this.here, this.run), ...this.places);
    else this.list.replaceChildren(...grouped(this.fitting(query), this.run), ...this.fittingPlaces(query), ...this.answered);
    const options = this.options();
    this.dialog.toggleAttribute("data-empty", options.length === 0);
    this.activate(options.find((option) => option.id === active) ?? options[0]);
    clearTimeout(this.telling);
    this.telling = window.setTimeout(() => this.tell(), calm);
  }

  private fitting(query: string): Command[] {
    const rated = this.here.map((command) => ({ command, rate: fit(`${command.label}`, query) ?? fit(`${command.group} ${command.label}`, query) }));
    const found = rated.filter(({ rate }) => rate !== undefined).sort((one, other) => (one.rate ?? 0) - (other.rate ?? 0));
    return found.slice(0, mostPerGroup).map(({ command }) => command);
  }

  private fittingPlaces(query: string): HTMLElement[] {
    const copies = this.places.map((group) => group.cloneNode(true) as HTMLElement);
    const title = (group: HTMLElement): string => group.querySelector(".listbox-group")?.textContent ?? "";
    for (const group of copies) {
      for (const option of group.querySelectorAll<HTMLElement>("[role=option]")) {
        if (fit(`${title(group)} ${option.textContent ?? ""}`, query) === undefined) option.remove();
      }
    }
    return copies.filter((group) => group.querySelector("[role=option]"));
  }

  private tell(): void {
    if (!this.dialog.open) return;
    const count = this.options().length;
    this.status.textContent = count ? text(count === 1 ? "result" : "results", { count }) : text("nothing_found");
  }

  private options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  private active(): HTMLElement | undefined {
    return this.options().find((option) => option.getAttribute("aria-selected") === "true");
  }

  private optionAt(event: Event): HTMLElement | undefined {
    return (event.target as Element).closest<HTMLElement>("[role=option]") ?? undefined;
  }

  private activate(option: HTMLElement | undefined): void {
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    for (const other of this.options()) {
      other.setAttribute("aria-selected", String(other === option));
      other.toggleAttribute("data-active", other === option);
    }
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  private pressed(event: KeyboardEvent): void {
    const options = this.options();
    const at = options.indexOf(this.active() as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) {
      const wrapped = Math.abs(step) === 1 ? (at + step + options.length) % options.length : Math.max(0, Math.min(at + step, options.length - 1));
      this.activate(options[wrapped]);
    } else if (event.key === "Enter" && !event.isComposing) {
      // What is asked for may still be on its way, and what stands there be found by other letters.
      const option = options[at];
      const stale = !option || this.answered.some((group) => group.contains(option));
      this.eager = stale && this.dialog.hasAttribute("data-busy");
      if (option && !this.eager) this.choose(option, event.ctrlKey || event.metaKey);
    } else if (event.key === "Backspace" && this.within && !this.input.value) this.back();
    else return;
    event.preventDefault();
  }

  /** A link with a key or the middle button stays the browser's. */
  private clicked(event: MouseEvent): void {
    const option = this.optionAt(event);
    if (!option || (option instanceof HTMLAnchorElement && (event.ctrlKey || event.metaKey || event.shiftKey))) return;
    event.preventDefault();
    this.choose(option);
  }

  private choose(option: HTMLElement, apart = false): void {
    const command = this.run.get(option);
    if (command?.choices) return this.enter(command);
    this.dialog.close();
    if (option instanceof HTMLAnchorElement) {
      if (apart) window.open(option.href, "_blank", "noopener");
      else location.assign(option.href);
    } else command?.run();
  }

  private stop(): void {
    clearTimeout(this.timer);
    clearTimeout(this.telling);
    this.asking?.abort();
    this.status.textContent = "";
    this.list.replaceChildren();
    // It was off the page for a moment when the dialog looked where to lead back to.
    if (document.activeElement === document.body && this.from instanceof HTMLElement) this.from.focus({ preventScroll: true });
  }
}

let palette: Palette | undefined;

behaviour<HTMLDialogElement>("dialog[data-palette]", (dialog, signal) => {
  palette = new Palette(dialog, signal);
});

delegate("click", "[data-palette-open]", () => palette?.open());
