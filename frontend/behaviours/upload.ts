/** One file on its way to the server, with the chip that shows how it gets on. */
import { signedOut } from "./asking";
import { csrfToken } from "./csrf";
import { element } from "./element";
import { icon } from "./icon";
import { text } from "./texts";

export interface Uploaded {
  id: number | string;
  name: string;
  size: number;
  url: string;
  content_type: string;
}

export function sizeInWords(bytes: number): string {
  const unit = bytes < 1e6 ? "kilobyte" : "megabyte";
  const value = Math.max(bytes / (bytes < 1e6 ? 1e3 : 1e6), 0.1);
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

const chipBody = (name: string, size: number, type: string): HTMLElement => {
  const kind = type.startsWith("image/") ? "file-image" : "file";
  const words = element("span", { class: "file-chip-size" }, sizeInWords(size));
  return element("span", { class: "file-chip-link" }, icon(kind), element("span", { class: "file-chip-name" }, name), words);
};

const removal = (name: string): HTMLElement =>
  element("button", { class: "file-chip-remove", type: "button", "data-file-remove": true, "aria-label": text("remove", { name }) }, icon("x"));

const sentAs = (id: number | string): HTMLElement => element("input", { type: "hidden", name: "files", value: String(id) });

/** A file that the server has, of a draft. */
export function keptChip(file: Uploaded): HTMLElement {
  return element("span", { class: "file-chip", "data-file": JSON.stringify(file) }, chipBody(file.name, file.size, file.content_type), sentAs(file.id), removal(file.name));
}

export class Upload {
  readonly chip = element("span", { class: "file-chip" });
  onStart: () => void = () => {};
  onEnd: (answer?: Uploaded) => void = () => {};

  private readonly progress = element("progress", { class: "file-chip-progress", max: "1", value: "0" });
  private request: XMLHttpRequest | undefined;

  constructor(private readonly file: File, private readonly url: string, private readonly most: number) {
    this.progress.setAttribute("aria-label", text("uploading", { name: file.name }));
  }

  start(): void {
    this.chip.removeAttribute("data-failed");
    this.draw(this.progress);
    if (this.most && this.file.size > this.most) return this.failed(text("file_too_large", { name: this.file.name }), false);
    this.onStart();
    const form = new FormData();
    form.set("file", this.file, this.file.name);
    // Not fetch: it does not tell how much has been sent.
    const request = (this.request = new XMLHttpRequest());
    request.open("POST", this.url);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) this.progress.value = event.loaded / event.total;
    });
    request.addEventListener("loadend", () => this.ended(request));
    request.send(form);
  }

  private ended(request: XMLHttpRequest): void {
    const answer = request.response as (Uploaded & { detail?: string }) | null;
    if (request.status >= 200 && request.status < 300 && answer) return this.arrived(answer);
    if (request.status === 401) signedOut();
    const refused = request.status >= 400 && request.status < 500 && request.status !== 401 && answer?.detail;
    this.failed(refused || text("file_failed", { name: this.file.name }), !refused);
  }

  private arrived(answer: Uploaded): void {
    this.draw(sentAs(answer.id));
    this.chip.dataset.file = JSON.stringify(answer);
    if (this.chip.isConnected) this.onEnd(answer);
    else this.onEnd();
  }

  private failed(reason: string, again: boolean): void {
    this.chip.setAttribute("data-failed", "");
    this.draw(element("span", { class: "visually-hidden", role: "alert" }, reason));
    this.chip.title = reason;
    if (again) {
      const retry = element("button", { class: "file-chip-retry", type: "button" }, text("retry"));
      retry.addEventListener("click", () => this.start());
      this.chip.lastElementChild?.before(retry);
    } else this.chip.querySelector(".file-chip-size")?.replaceChildren(reason);
    this.onEnd();
  }

  private draw(...more: Node[]): void {
    const remove = removal(this.file.name);
    remove.addEventListener("click", () => this.request?.abort());
    this.chip.title = "";
    this.chip.replaceChildren(chipBody(this.file.name, this.file.size, this.file.type), ...more, remove);
  }
}
