/**
 * Asks before something that cannot be taken back: `data-confirm="What happens"` on a form or a button, and htmx's own
 * `hx-confirm`. `data-confirm-action` is the word on the button, `data-danger` makes it red.
 */
import { element } from "./element";
import { text } from "./texts";

export function ask(question: string, action = text("confirm"), danger = false): Promise<boolean> {
  const cancel = element("button", { class: "button", type: "button", "data-variant": "secondary", "data-size": "medium" }, text("cancel"));
  const go = element("button", { class: "button", type: "button", "data-variant": danger ? "danger" : "primary", "data-size": "medium" }, action);
  const title = element("h2", { id: "confirm-title" }, text("confirm_title"));
  const head = element("div", { class: "dialog-head" }, title);
  const words = element("p", {}, question);
  const actions = element("div", { class: "dialog-actions" }, go, cancel);
  const dialog = element("dialog", { class: "dialog", "data-size": "small", "aria-labelledby": "confirm-title" }, head, words, actions);
  document.body.append(dialog);
  dialog.showModal();
  (danger ? cancel : go).focus();
  return new Promise((resolve) => {
    go.addEventListener("click", () => dialog.close("yes"));
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

const askFor = (source: Element, question: string): Promise<boolean> =>
  ask(question, source.getAttribute("data-confirm-action") ?? undefined, source.hasAttribute("data-danger"));

const agreed = new WeakSet<Element>();

async function hold(event: Event, source: HTMLElement, again: () => void): Promise<void> {
  if (agreed.delete(source)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await askFor(source, source.dataset.confirm ?? ""))) return;
  agreed.add(source);
  again();
}

// While capturing, so that neither htmx nor the browser acts before the answer.
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (form.dataset.confirm) void hold(event, form, () => form.requestSubmit(event.submitter));
}, true);

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>(":is(a, button)[data-confirm]");
  if (button) void hold(event, button, () => button.click());
}, true);

document.addEventListener("htmx:confirm", (event) => {
  const { ctx, issueRequest, dropRequest } = (event as CustomEvent).detail;
  event.preventDefault();
  void askFor(ctx.sourceElement, ctx.confirm).then((yes) => (yes ? issueRequest() : dropRequest()));
});
