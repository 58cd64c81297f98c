/**
 * `[data-dialog-open="id"]` opens that <dialog> as modal, `[data-dialog-close]` closes the one around it, a click beside
 * it too. `dialog[data-dialog-open-now]` opens when it comes onto the page and leaves it when closed. A form in a dialog
 * that was sent without an error closes it (`data-dialog-close-on-success` on the form).
 */
import { behaviour, delegate } from "./connect";

const fields = "[autofocus], :is(input, textarea, select):not([type=hidden], :disabled)";

function show(dialog: HTMLDialogElement): void {
  if (dialog.open) return;
  dialog.showModal();
  // The browser would begin at the button that closes it.
  [...dialog.querySelectorAll<HTMLElement>(fields)].find((field) => field.checkVisibility())?.focus();
}

function open(id: string): void {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement) show(dialog);
}

delegate("click", "[data-dialog-open]", (button, event) => {
  event.preventDefault();
  // From within a menu the menu must be gone first, or it would stand above the dialog.
  button.closest<HTMLElement>("[popover]")?.hidePopover();
  open(button.dataset.dialogOpen ?? "");
});

delegate("click", "[data-dialog-close]", (button) => button.closest("dialog")?.close());

delegate("pointerdown", "dialog", (dialog, event) => {
  if (event.target !== dialog || !(dialog instanceof HTMLDialogElement)) return;
  const box = dialog.getBoundingClientRect();
  const inside = event.clientX > box.left && event.clientX < box.right && event.clientY > box.top && event.clientY < box.bottom;
  if (!inside && !dialog.querySelector("[data-unsaved]")) dialog.close();
});

behaviour<HTMLDialogElement>("dialog[data-dialog-open-now]", (dialog, signal) => {
  show(dialog);
  dialog.addEventListener("close", () => dialog.remove(), { signal });
});

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = (event as CustomEvent<{ ctx: { sourceElement: Element; response?: { status: number } } }>).detail;
  const form = ctx.sourceElement.closest("[data-dialog-close-on-success]");
  if (form && (ctx.response?.status ?? 500) < 400) form.closest("dialog")?.close();
});
