/**
 * `form[data-draft][data-draft-url]`: on every pause of typing the server keeps the draft, so that it is there on every
 * device. `data-draft-version` is the one it has (0: none); each save says which one it was written on, and when another
 * window has written since, the server keeps the older of the two aside: `[data-draft-asides]` offers it. What it can't
 * be given now is kept in this browser (drafts.ts) and given to it later. `[data-draft-share]` shows it to colleagues.
 * The event `draft-changed` on the document says that the server has other words now.
 */
import { askServer } from "./asking";
import { behaviour } from "./connect";
import { csrfToken } from "./csrf";
import { offerAsides, type Aside } from "./draft_asides";
import { forget, type KeptFile, read, type Values, write } from "./draft_store";
import { fill, isWritten, filesOf, say, valuesOf } from "./drafts";
import { connectSharing } from "./draft_sharing";
import { onMessage } from "./live";

export interface Told {
  version: number;
  values: Values;
  files: KeptFile[];
  shared: boolean;
  aside: Aside[];
}

const again = 15_000;
const longest = 3_000; // milliseconds that sending waits for what is being kept
const saving = new Set<Promise<void>>();

/** What was on its way to the server is there, or is not taken: before a ticket is asked for again. */
export const draftsSaved = (): Promise<unknown> => Promise.allSettled(saving);

export async function ask(url: string, method: "GET" | "POST" | "DELETE", body?: FormData, keepalive = false): Promise<Told> {
  const answer = await askServer(url, { method, body: body ?? null, keepalive, headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Told;
}

behaviour<HTMLFormElement>("form[data-draft][data-draft-url]", (form, signal) => {
  const url = form.dataset.draftUrl ?? "";
  const key = form.dataset.draft ?? "";
  const hidden = form.querySelector<HTMLInputElement>("input[name=draft]");
  let due = false;
  let underway: Promise<void> | undefined;
  let sentMeanwhile = false;
  let keptBesides = false;
  let sendings = 0;
  let timer = 0;
  let left = false;

  const version = (): number => Number(form.dataset.draftVersion ?? 0);

  const know = (told: Told): void => {
    form.dataset.draftVersion = String(told.version);
    if (hidden) hidden.value = String(told.version);
    sharing.show(told);
    offerAsides(form, told.aside, (chosen) => void takeAside(chosen));
  };

  const noteSaved = (): void => {
    const local = read(key);
    if (local && local.sentWithSeen === undefined) write(key, { ...local, base: version(), saved: true });
  };

  /** The server's words take the place of those in the form, which it has as well, or which were none. */
  const use = (told: Told): void => {
    know(told);
    if (told.version === 0) {
      forget(key);
      form.dispatchEvent(new Event("draft-gone"));
      return say(form, "");
    }
    fill(form, told.values, told.files);
    write(key, { values: valuesOf(form), files: told.files, at: Date.now(), base: told.version, saved: true });
    say(form, "found");
  };

  const body = (): FormData => {
    const sent = new FormData();
    for (const [name, value] of valuesOf(form)) sent.append(name, value);
    for (const file of filesOf(form)) sent.append("files", String(file.id));
    const at = read(key)?.at ?? Date.now();
    sent.set("base", String(version()));
    sent.set("age", String(Math.round((Date.now() - at) / 1000)));
    return sent;
  };

  const saveOnce = async (): Promise<void> => {
    due = false;
    const given = JSON.stringify([valuesOf(form), filesOf(form)]);
    try {
      const told = await ask(url, "POST", body());
      if (sentMeanwhile) return void know(await ask(url, "DELETE"));
      const untouched = given === JSON.stringify([valuesOf(form), filesOf(form)]);
      const newer = JSON.stringify(told.values) !== JSON.stringify(JSON.parse(given)[0]);
      if (newer && untouched && !due) return use(told);
      know(told);
      if (untouched) noteSaved();
      say(form, "saved");
    } catch {
      say(form, "here");
      clearTimeout(timer);
      if (!signal.aborted) timer = window.setTimeout(() => save(), again);
    }
  };

  const save = (): void => {
    due = true;
    if (underway) return;
    const run = (async () => {
      while (due && (left || !signal.aborted)) await saveOnce();
      underway = undefined;
    })();
    underway = run;
    saving.add(run);
    void run.finally(() => saving.delete(run));
  };

  const drop = async (): Promise<void> => {
    due = false;
    await underway;
    if (version() > 0 && !isWritten(form)) know(await ask(url, "DELETE"));
  };

  const look = async (): Promise<void> => {
    if (document.hidden || due || underway || (isWritten(form) && !read(key)?.saved)) return;
    const before = sendings;
    const told = await ask(url, "GET");
    if (before !== sendings) return; // It tells of what was sent meanwhile.
    if (told.version === version() && (told.version === 0 || isWritten(form))) know(told);
    else if (!due && !underway) use(told);
  };

  const takeAside = async (aside: { id: number; use: boolean }): Promise<void> => {
    if (aside.use && (due || !read(key)?.saved) && isWritten(form)) save();
    await underway;
    const told = await ask(`/desk/drafts/${aside.id}/`, aside.use ? "POST" : "DELETE");
    if (aside.use) use(told);
    else know(told);
  };

  const sharing = connectSharing(form, url, know, async () => {
    if (due || !read(key)?.saved) save();
    await underway;
  }, signal);

  form.addEventListener("draft-kept", save, { signal });
  form.addEventListener("draft-cleared", (event) => {
    const { sent } = (event as CustomEvent<{ sent: boolean }>).detail;
    if (!sent) return void drop().catch(() => undefined);
    due = false;
    // What was on its way when it was sent may arrive after it.
    sentMeanwhile = underway !== undefined;
    know({ version: 0, values: [], files: [], shared: false, aside: [] });
    sendings += 1;
    const dropped = keptBesides && !underway ? ask(url, "DELETE").then(know) : Promise.resolve();
    keptBesides = false;
    void (underway ?? dropped).then(() => {
      sentMeanwhile = false;
      return look();
    }).catch(() => undefined);
  }, { signal });
  // What is sent says which version it was, and does not know of the one that is on its way to be kept. After a form of
  // htmx that one is dropped; a form that leaves the page lets it come first.
  let held = false;
  form.addEventListener("submit", (event) => {
    keptBesides = underway !== undefined;
    if (!underway || form.hasAttribute("hx-post")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (held) return;
    held = true;
    due = false;
    void Promise.race([underway, new Promise((resolve) => setTimeout(resolve, longest))]).then(() => {
      held = false;
      underway = undefined;
      form.requestSubmit(event.submitter);
    });
  }, { signal, capture: true });
  document.addEventListener("visibilitychange", () => void look().catch(() => undefined), { signal });
  document.addEventListener("draft-changed", () => void ask(url, "GET").then(use).catch(() => undefined), { signal });
  window.addEventListener("online", () => read(key)?.saved === false && save(), { signal });
  document.addEventListener("leaving", () => (left = true), { signal });
  window.addEventListener("pagehide", () => {
    if ((due || underway) && isWritten(form)) void ask(url, "POST", body(), true).catch(() => undefined);
  }, { signal });
  // A colleague may have taken it over.
  const end = onMessage(({ topic, hint }) => {
    if (hint === "waiting" && topic === key.replace("-", ":")) void look().catch(() => undefined);
  });
  signal.addEventListener("abort", () => {
    end();
    clearTimeout(timer);
  });

  const local = read(key);
  if (local && !local.saved && local.sentWithSeen === undefined) save();
  else if (version() > 0 || form.hasAttribute("data-draft-aside")) void look().catch(() => undefined);
});
