/** Who reads or writes on a ticket, on its row in a `[data-live-list]`, or its card on a board (`[data-people]`): whoever begins to answer has as good as taken it. */
import { behaviour } from "./connect";
import { element } from "./element";
import { icon } from "./icon";
import { onMessage, type Person } from "./live";
import { filled } from "./texts";

const there = new Map<string, Person[]>();

function mark(list: HTMLElement, person: Person): HTMLElement {
  const { textReading = "{name}", textWriting = "{name}" } = list.dataset;
  const words = filled(person.state === "writing" ? textWriting : textReading, { name: person.name });
  const told = element("span", { class: "row-person-words" }, words);
  return element("span", { class: "row-person", "data-state": person.state, title: words }, icon(person.state === "writing" ? "pencil" : "eye"), told);
}

behaviour("[data-live-list], [data-people]", (list, signal) => {
  const show = (row: HTMLElement): void => {
    const people = [...(there.get(row.dataset.liveRow ?? "") ?? [])].sort((one, other) => Number(other.state === "writing") - Number(one.state === "writing"));
    row.querySelector(".row-presence")?.remove();
    row.toggleAttribute("data-js-written", people.some((person) => person.state === "writing"));
    if (people.length) row.querySelector(".row-marks, .board-marks")?.prepend(element("span", { class: "row-presence" }, ...people.slice(0, 2).map((person) => mark(list, person))));
  };
  const refresh = (): void => list.querySelectorAll<HTMLElement>("[data-live-row]").forEach(show);
  const end = onMessage(({ topic, people }) => {
    if (!topic || !people) return;
    there.set(topic, people);
    const row = list.querySelector<HTMLElement>(`[data-live-row="${CSS.escape(topic)}"]`);
    if (row) show(row);
  });
  signal.addEventListener("abort", end);
  refresh();
  return { refresh };
});
