/**
 * `[data-presence="token"]`: shows who else reads or writes here, and tells the others of us: "reading" while the window
 * is looked at, "writing" while a `[data-composer]` is typed in. Nothing of it is stored. Whoever begins to write while
 * another does is told so in `[data-claim]`, and goes on all the same.
 */
import { announce } from "./announcing";
import { behaviour } from "./connect";
import { element } from "./element";
import { onMessage, type Person, send, subscribe, topicsOf } from "./live";
import { filled } from "./texts";

const signOfLife = 45_000;
const stillWriting = 8_000;
const writingAgain = 60_000;

function personElement(place: HTMLElement, person: Person): HTMLElement {
  const { textReading = "{name}", textWriting = "{name}" } = place.dataset;
  const words = filled(person.state === "writing" ? textWriting : textReading, { name: person.name });
  return element("span", { class: "presence-person", "data-state": person.state }, words);
}

behaviour("[data-presence]", (place, signal) => {
  const token = place.dataset.presence ?? "";
  const [topic] = topicsOf(token);
  if (!topic) return;
  let state: Person["state"] = "reading";
  let said = 0;
  let quiet = 0;
  const heard = new Map<string, { wroteAt: number }>();
  let writers: string[] = [];
  let begun = false;

  const showClaim = (): void => {
    const notice = document.querySelector<HTMLElement>("[data-claim]");
    if (!notice) return;
    const words = begun && writers.length ? filled(notice.dataset.claim ?? "", { name: writers.join(", ") }) : "";
    if (notice.textContent !== words) notice.textContent = words;
  };

  const began = (event: Event): void => {
    if (begun || !(event.target as Element).closest("[data-composer]")) return;
    begun = true;
    showClaim();
  };

  const say = (next: Person["state"]): void => {
    const repeated = next === state && Date.now() - said < stillWriting / 2;
    if (document.hidden || repeated) return;
    state = next;
    said = Date.now();
    send({ presence: { topic: token, state } });
  };

  const typed = (event: Event): void => {
    if (!(event.target as Element).closest("[data-composer]")) return;
    clearTimeout(quiet);
    quiet = window.setTimeout(() => say("reading"), stillWriting);
    say("writing");
  };

  /** Who came, and who began to write; not again as often as they pause. */
  const tell = (people: Person[]): void => {
    for (const person of people) {
      const told = heard.get(person.id);
      const writes = person.state === "writing" && Date.now() - (told?.wroteAt ?? 0) > writingAgain;
      if (!told || writes) announce(personElement(place, person).textContent ?? "");
      heard.set(person.id, { wroteAt: writes ? Date.now() : (told?.wroteAt ?? 0) });
    }
    for (const id of heard.keys()) if (!people.some((person) => person.id === id)) heard.delete(id);
  };

  const end = onMessage((message) => {
    if (message.hint === "connected") {
      said = 0;
      say(state);
    } else if (message.topic === topic && message.people) {
      writers = message.people.filter((person) => person.state === "writing").map((person) => person.name);
      showClaim();
      place.replaceChildren(...message.people.map((person) => personElement(place, person)));
      tell(message.people);
    }
  });
  subscribe([token], signal);
  say("reading");
  const timer = setInterval(() => say(state), signOfLife);
  document.addEventListener("input", typed, { signal });
  document.addEventListener("focusin", began, { signal });
  document.addEventListener("visibilitychange", () => say(state), { signal });
  signal.addEventListener("abort", () => {
    send({ presence: { topic: token, state: "gone" } });
    end();
    clearInterval(timer);
    clearTimeout(quiet);
  });
});
