/**
 * `[data-task-list]`: a task `[data-task="7"]` is put in another place by dragging it, or by arrow up and down on its
 * handle. The server answers with the list as it is then.
 */
import htmx from "htmx.org";
import { csrfToken } from "./csrf";
import { behaviour } from "./connect";

behaviour("[data-task-list]", (list, signal) => {
  let dragged: HTMLElement | undefined;
  let before: Element | null = null;

  const taskOf = (event: Event): HTMLElement | null => (event.target as Element).closest<HTMLElement>("[data-task]");
  const tasks = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(":scope > [data-task]")];
  const save = async (task: HTMLElement, focus = false): Promise<void> => {
    const position = String(tasks().indexOf(task));
    const values = { position, csrfmiddlewaretoken: csrfToken() };
    await htmx.ajax("POST", `/desk/tasks/${task.dataset.task}/position/`, { target: "#tasks", swap: "outerMorph", values });
    if (focus) document.querySelector<HTMLElement>(`#task-${task.dataset.task} [data-task-handle]`)?.focus();
  };

  list.addEventListener("dragstart", (event) => {
    dragged = taskOf(event) ?? undefined;
    before = dragged?.nextElementSibling ?? null;
    dragged?.toggleAttribute("data-js-dragged", true);
    if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
  }, { signal });
  list.addEventListener("dragover", (event) => {
    const over = taskOf(event);
    if (!dragged) return;
    event.preventDefault();
    if (!over || over === dragged) return;
    const box = over.getBoundingClientRect();
    list.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? over : over.nextElementSibling);
  }, { signal });
  list.addEventListener("drop", (event) => {
    event.preventDefault();
    if (dragged && dragged.nextElementSibling !== before) void save(dragged);
    before = dragged?.nextElementSibling ?? null;
  }, { signal });
  list.addEventListener("dragend", () => {
    dragged?.toggleAttribute("data-js-dragged", false);
    // Dropped beside the list: as if nothing had been.
    if (dragged && dragged.nextElementSibling !== before) list.insertBefore(dragged, before);
    dragged = undefined;
  }, { signal });
  list.addEventListener("keydown", (event) => {
    const task = taskOf(event);
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!task || !step || !(event.target as Element).matches("[data-task-handle]")) return;
    event.preventDefault();
    const other = step < 0 ? task.previousElementSibling : task.nextElementSibling;
    if (!other) return;
    list.insertBefore(step < 0 ? task : other, step < 0 ? other : task);
    void save(task, true);
  }, { signal });
});
