/** `[data-draft-share]`: colleagues see the draft as it is written, or no longer. `[data-write-note]` begins a note. */
import { delegate } from "./connect";
import { ask, type Told } from "./server_drafts";
import { text } from "./texts";
import { toast } from "./toasts";

export interface Sharing {
  show(told: Told): void;
}

export function connectSharing(form: HTMLFormElement, url: string, know: (told: Told) => void, saved: () => Promise<void>, signal: AbortSignal): Sharing {
  const button = form.querySelector<HTMLButtonElement>("[data-draft-share]");
  const words = button?.querySelector<HTMLElement>("span");
  button?.addEventListener("click", async () => {
    const sent = new FormData();
    if (button.getAttribute("aria-pressed") !== "true") sent.set("shared", "1");
    try {
      await saved();
      know(await ask(`${url}sharing/`, "POST", sent));
    } catch {
      toast(text("failed"), "error");
    }
  }, { signal });
  return {
    show({ version, shared }) {
      if (!button || !words) return;
      button.hidden = version === 0;
      button.setAttribute("aria-pressed", String(shared));
      words.textContent = (shared ? words.dataset.textShared : words.dataset.textPrivate) ?? "";
    },
  };
}

delegate("click", "[data-write-note]", () => {
  const note = document.querySelector<HTMLInputElement>('form[data-composer] input[name=visibility][value="note"]');
  note?.click();
  note?.dispatchEvent(new CustomEvent("chosen-by-key", { bubbles: true }));
});
