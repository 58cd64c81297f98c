/** `[data-arrange]`: its items are put in order by their buttons `[data-arrange-step]`. */
import { announce } from "./announcing";
import { delegate } from "./connect";

delegate("click", "[data-arrange-step]", (button) => {
  const item = button.closest<HTMLElement>("[data-arrange-item]");
  const forward = button.dataset.arrangeStep === "1";
  const other = forward ? item?.nextElementSibling : item?.previousElementSibling;
  if (!item || !other) return;
  if (forward) other.after(item);
  else other.before(item);
  button.focus();
  const place = [...(item.parentElement?.children ?? [])].indexOf(item) + 1;
  announce(`${item.querySelector("label")?.textContent ?? ""}: ${place}`);
});
