/**
 * `form[data-files="url"]`: files that are chosen (`[data-file-input]`), dropped on the form or pasted are uploaded at
 * once, each shown as a chip in `[data-file-list]` with its progress. The server answers
 * {"id", "name", "size", "url", "content_type"}, and the form then sends `files=<id>`. What failed can be tried again;
 * a form that is sent too early waits. `data-files-most` is the largest size in bytes. Pictures that were pasted are
 * announced by the event `picture` on the form, for the editor. Without script the input sends the files itself.
 */
import { behaviour, delegate } from "./connect";
import { type Uploaded, Upload } from "./upload";

const filesOf = (event: DragEvent | ClipboardEvent): File[] => {
  const transfer = event instanceof ClipboardEvent ? event.clipboardData : event.dataTransfer;
  return [...(transfer?.files ?? [])];
};

const carries = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

/** While files are dragged over the form it says so, and takes what is dropped. */
export function takeDrops(form: HTMLElement, take: (files: File[]) => void, signal: AbortSignal): void {
  let depth = 0;
  // A part of the form that takes files by itself keeps what is dropped on it.
  const carriesFiles = (event: DragEvent): boolean => {
    const place = event.target instanceof Element ? event.target.closest("[data-takes-files]") : null;
    return (!place || place === form || !form.contains(place)) && carries(event);
  };
  const over = (change: number): void => {
    depth = change === 0 ? 0 : Math.max(0, depth + change);
    form.toggleAttribute("data-js-dropping", depth > 0);
  };
  form.addEventListener("dragenter", (event) => carriesFiles(event) && over(1), { signal });
  form.addEventListener("dragleave", (event) => carriesFiles(event) && over(-1), { signal });
  form.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault(), { signal });
  form.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    over(0);
    take(filesOf(event));
  }, { signal, capture: true });
}

behaviour<HTMLFormElement>("form[data-files]", (form, signal) => {
  const list = form.querySelector<HTMLElement>("[data-file-list]");
  const underway = new Set<Upload>();
  let waiting: { submitter: HTMLElement | null } | undefined;

  const settled = (upload: Upload): void => {
    underway.delete(upload);
    form.dispatchEvent(new Event("input", { bubbles: true }));
    if (underway.size > 0 || !waiting) return;
    const { submitter } = waiting;
    waiting = undefined;
    // What failed is the sender's to decide about: nothing leaves without it unasked.
    if (!list?.querySelector("[data-failed]")) form.requestSubmit(submitter);
  };

  const take = (files: File[], pasted = false): void => {
    for (const file of files) {
      const upload = new Upload(file, form.dataset.files ?? "", Number(form.dataset.filesMost ?? 0));
      list?.append(upload.chip);
      upload.onStart = () => underway.add(upload);
      upload.onEnd = (answer?: Uploaded) => {
        const picture = answer && pasted && file.type.startsWith("image/");
        if (picture) form.dispatchEvent(new CustomEvent("picture", { detail: answer }));
        settled(upload);
      };
      upload.start();
    }
  };

  form.querySelector<HTMLInputElement>("[data-file-input]")?.addEventListener("change", (event) => {
    const input = event.target as HTMLInputElement;
    take([...(input.files ?? [])]);
    input.value = "";
  }, { signal });
  takeDrops(form, take, signal);
  form.addEventListener("paste", (event) => {
    const files = filesOf(event);
    // A spreadsheet copies its cells as a table and a picture of it.
    if (files.length === 0 || /<table[\s>]/i.test(event.clipboardData?.getData("text/html") ?? "")) return;
    event.preventDefault();
    event.stopPropagation();
    take(files, true);
  }, { signal, capture: true });
  form.addEventListener("submit", (event) => {
    if (underway.size === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = { submitter: event.submitter };
  }, { signal, capture: true });
});

delegate("click", "[data-file-remove]", (button) => {
  const form = button.closest("form");
  button.closest(".file-chip")?.remove();
  form?.dispatchEvent(new Event("input", { bubbles: true }));
});
