/**
 * `form[data-conditional]` asks only what its other answers call for: a part with `data-kinds`, `data-teams` for these
 * kinds and teams, one with `data-when` while that field (`data-field`) says one of `data-when-values`. What is hidden is
 * not sent. Without script all of it shows, and the server passes over what was not to be asked.
 */
import { behaviour } from "./connect";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const controlsOf = (part: Element): Control[] => [...part.querySelectorAll<Control>("input[name], select[name], textarea[name]")];

/** What was chosen, as conditions name it. */
function said(controls: Control[]): string[] {
  return controls.flatMap((control) => {
    if (control instanceof HTMLSelectElement) return [...control.selectedOptions].map((option) => option.value);
    if (control instanceof HTMLInputElement && control.type === "checkbox") return control.checked ? ["true"] : [];
    if (control instanceof HTMLInputElement && control.type === "radio" && !control.checked) return [];
    return [control.value];
  });
}

const among = (list: string | undefined, values: string[]): boolean => !list || values.some((value) => list.split(" ").includes(value));

behaviour<HTMLFormElement>("form[data-conditional]", (form, signal) => {
  const parts = [...form.querySelectorAll<HTMLElement>("[data-field]")];
  const byId = new Map(parts.map((part) => [part.dataset.field, part]));
  const own = (name: string): string[] => said([...form.querySelectorAll<Control>(`[name=${name}]`)]);

  const asked = (part: HTMLElement, passed: HTMLElement[]): boolean => {
    const { kinds, teams, when, whenValues } = part.dataset;
    if (!among(kinds, own("kind")) || !among(teams, own("team"))) return false;
    if (!when) return true;
    const other = byId.get(when);
    return !!other && !passed.includes(other) && asked(other, [...passed, part]) && among(whenValues, said(controlsOf(other)));
  };

  const settle = (): void => {
    for (const part of parts) {
      part.hidden = !asked(part, []);
      for (const control of controlsOf(part)) control.disabled = part.hidden;
    }
  };
  form.addEventListener("input", settle, { signal });
  form.addEventListener("change", settle, { signal });
  // Drafts are put back after the page is there.
  form.addEventListener("draft-restored", settle, { signal });
  settle();
});
