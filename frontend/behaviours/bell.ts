/**
 * `a[data-bell="panel"]`: how much is unread, asked when the page is looked at and when a hint says so. That tells the
 * server, too, that somebody is here and which ticket they look at (`[data-ticket]`). Pressed it opens the panel, an
 * element with that id; where there is no room for one it is a link to the page of notifications.
 */
import htmx from "htmx.org";
import { announce } from "./announcing";
import { askServer } from "./asking";
import { behaviour } from "./connect";
import { csrfToken } from "./csrf";
import { place } from "./floating";
import { onMessage, subscribe, topicsOf } from "./live";

const narrow = 640;
const signOfLife = 120_000;
const pause = 150;

const ticketShown = (): string => document.querySelector<HTMLElement>("[data-ticket]")?.dataset.ticket ?? "";

behaviour<HTMLAnchorElement>("a[data-bell]", (bell, signal) => {
  const panel = document.getElementById(bell.dataset.bell ?? "");
  const count = bell.querySelector<HTMLElement>("[data-bell-count]");
  let mine = "";
  let due = false;
  let timer = 0;
  let at = Infinity;
  let looked = "";
  let acted = true;

  const ask = async (): Promise<void> => {
    timer = 0;
    at = Infinity;
    if (document.hidden) return void (due = true);
    due = acted = false;
    looked = ticketShown();
    const body = new URLSearchParams(looked ? { ticket: looked } : {});
    const answer = await askServer(bell.dataset.bellSrc ?? "", { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } }).catch(() => undefined);
    if (!answer?.ok || signal.aborted) return;
    const told = (await answer.json()) as { count: string; words: string; token: string };
    subscribe([told.token], signal);
    [mine = ""] = topicsOf(told.token);
    if (!count) return;
    if (parseInt(told.count) > parseInt(count.textContent || "0")) announce(told.words);
    count.textContent = told.count;
    count.hidden = !told.count;
    bell.setAttribute("aria-label", told.words);
  };

  /** Where many hear of the same (`spread`), not all ask at once. */
  const soon = (spread = 0): void => {
    const wanted = performance.now() + pause + Math.random() * Math.max(pause, spread);
    if (timer && wanted >= at) return;
    clearTimeout(timer);
    at = wanted;
    timer = window.setTimeout(() => void ask(), wanted - performance.now());
  };

  const load = (): Promise<unknown> =>
    panel ? htmx.ajax("GET", `${bell.pathname}?panel=1`, { source: panel, target: panel, swap: "innerMorph" }) : Promise.resolve();

  const open = async (): Promise<void> => {
    await load();
    panel?.showPopover();
  };

  bell.addEventListener("click", (event) => {
    if (!panel || event.ctrlKey || event.metaKey || window.innerWidth < narrow) return;
    event.preventDefault();
    if (panel.matches(":popover-open")) panel.hidePopover();
    else void open();
  }, { signal });
  panel?.addEventListener("toggle", (event) => {
    const opened = (event as ToggleEvent).newState === "open";
    bell.setAttribute("aria-expanded", String(opened));
    if (!opened) return;
    place(panel, bell, "end");
    (panel.querySelector<HTMLElement>(".notice-link") ?? panel).focus({ preventScroll: true });
  }, { signal });
  panel?.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
    if (!step) return;
    const links = [...panel.querySelectorAll<HTMLElement>(".notice-link")];
    links[links.indexOf(document.activeElement as HTMLElement) + step]?.focus();
    event.preventDefault();
    event.stopPropagation();
  }, { signal });

  const end = onMessage(({ topic, hint, spread = 0 }) => {
    if (hint !== "resync" && (!topic || topic !== mine || hint !== "bell")) return;
    soon(spread);
    if (panel?.matches(":popover-open")) window.setTimeout(() => void load(), Math.random() * spread);
  });
  const timerOfLife = setInterval(() => acted && soon(), signOfLife);
  for (const name of ["keydown", "pointerdown", "scroll"]) document.addEventListener(name, () => (acted = true), { signal, passive: true, capture: true });
  document.addEventListener("visibilitychange", () => due && soon(), { signal });
  document.addEventListener("htmx:after:settle", () => ticketShown() !== looked && soon(), { signal });
  soon();
  signal.addEventListener("abort", () => {
    end();
    clearTimeout(timer);
    clearInterval(timerOfLife);
  });
});
