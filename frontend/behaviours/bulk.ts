/**
 * `form[data-bulk-form]`: a choice in its bar is sent as soon as it is made, and alone. What became of it stands in
 * `[data-bulk]`: tickets that were refused stay chosen, the others are not any more. `[data-bulk-close]` takes that away.
 */
import { behaviour, delegate } from "./connect";
import { filled } from "./texts";

const choices = (form: HTMLFormElement): HTMLSelectElement[] => [...form.querySelectorAll<HTMLSelectElement>("[data-selection] select")];

function letGo(form: HTMLFormElement, but?: EventTarget | null): void {
  for (const select of choices(form)) if (select !== but) select.selectedIndex = 0;
  form.dispatchEvent(new Event("reset"));
}

delegate("change", "[data-bulk-form] [data-selection] select", (select, event) => {
  const form = (select as HTMLSelectElement).form;
  if (!form || !(select as HTMLSelectElement).value) return;
  letGo(form, event.target);
  form.requestSubmit();
});

// Before it is asked whether one means it.
window.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.matches("[data-bulk-form]")) return;
  if (event.submitter) letGo(form);
  const count = form.querySelector<HTMLInputElement>("[data-select-matching]")?.value;
  const question = form.dataset.textConfirm ?? "";
  if (count) form.dataset.confirm = filled(question, { count: Number(count).toLocaleString(document.documentElement.lang) });
  else delete form.dataset.confirm;
}, true);

document.addEventListener("htmx:after:request", (event) => {
  const form = event.target;
  if (form instanceof HTMLFormElement && form.matches("[data-bulk-form]")) letGo(form);
});

behaviour("[data-bulk]", (report) => {
  const refused = new Set([...report.querySelectorAll<HTMLElement>("[data-refused]")].map((link) => link.dataset.refused));
  const form = document.querySelector<HTMLFormElement>("[data-bulk-form]");
  if (!form) return;
  const matching = form.querySelector<HTMLInputElement>("[data-select-matching]");
  if (matching) matching.value = "";
  for (const box of form.querySelectorAll<HTMLInputElement>("[data-select]:checked")) {
    if (refused.has(box.value)) continue;
    box.checked = false;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  form.querySelector("details[open]")?.removeAttribute("open");
});

delegate("click", "[data-bulk-close]", (button) => button.closest("[data-bulk]")?.remove());
