/**
 * `form[data-unsaved]`: leaving the page asks first while something was changed and neither sent nor kept as a draft.
 */
import { ask } from "./confirm";
import { behaviour } from "./connect";
import { text } from "./texts";

const changed = new Set<HTMLFormElement>();

behaviour<HTMLFormElement>("form[data-unsaved]", (form, signal) => {
  const forget = (): void => void changed.delete(form);
  form.addEventListener("input", () => changed.add(form), { signal });
  for (const name of ["submit", "reset", "draft-kept", "draft-cleared"]) form.addEventListener(name, forget, { signal });
  signal.addEventListener("abort", forget);
});

/** Before another ticket takes the place of this one on the same page. */
export async function mayLeave(): Promise<boolean> {
  document.dispatchEvent(new Event("leaving"));
  return changed.size === 0 || ask(text("unsaved"), text("discard"), true);
}

window.addEventListener("beforeunload", (event) => {
  if (changed.size > 0) event.preventDefault();
});
