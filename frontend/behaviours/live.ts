/**
 * What happens elsewhere shows here without reloading. The protocol (docs/live.md), JSON over a WebSocket at the address
 * in <body data-live-url>:
 *
 *   browser: {"subscribe": [token, …]}                          tokens as rendered in data-live-topics
 *   browser: {"unsubscribe": [topic, …]}                        what the page shows no more
 *   server:  {"topic": "ticket:42", "hint": "message", "event": 123}   something changed there; never what
 *   server:  {"hint": "resync"}                                 hints may have been lost: look at everything again
 *            either may have "spread": over so many ms those who hear it scatter their questions, for they are many
 *   browser: {"presence": {"topic": token, "state": "reading" | "writing" | "gone"}}
 *   server:  {"topic": "ticket:42", "people": [{"id": "user:3", "name": "Anna", "state": "writing"}]}
 *
 * A token begins with its content, base64url JSON [holder, name, topic, …]: read here to know which element a hint is
 * for, verified only by the server. A lost connection is tried again with growing, scattered pauses, and after it
 * everything shown is refreshed.
 */
import { behaviour } from "./connect";

export interface Person {
  id: string;
  name: string;
  state: "reading" | "writing";
}

type Message = { topic?: string; hint?: string; event?: number; spread?: number; people?: Person[] };
type Listener = (message: Message) => void;

const longestPause = 30_000;
const atOnce = 10;
const listeners = new Set<Listener>();
/** By content, the newest token: a refreshed fragment brings the same topics with a later signature. */
const tokens = new Map<string, string>();
/** By content, who on the page wants it: until their signals are aborted. */
const wanted = new Map<string, Set<AbortSignal>>();
/** As the server last said: after an outage of the server all come back together. */
let spread = 0;
let socket: WebSocket | undefined;
let failures = 0;
let next = 0;
let wasConnected = false;

const contentOf = (token: string): string => token.split(":")[0] ?? "";

/** The topics that a token is for; none when it cannot be read. */
export function topicsOf(token: string): string[] {
  try {
    return (JSON.parse(atob(contentOf(token).replace(/-/g, "+").replace(/_/g, "/"))) as string[]).slice(2);
  } catch {
    return [];
  }
}

export const tokensOf = (element: HTMLElement): string[] => (element.dataset.liveTopics ?? "").split(/\s+/).filter(Boolean);

/** Answers with what ends it. */
export function onMessage(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function send(message: object): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

/** Subscribes to what these tokens are for, now and after every reconnection, as long as somebody's signal says so. */
export function subscribe(added: string[], signal: AbortSignal): void {
  const unknown = added.filter((token) => !tokens.has(contentOf(token)));
  for (const token of added) {
    tokens.set(contentOf(token), token);
    want(contentOf(token), signal);
  }
  if (unknown.length) send({ subscribe: unknown });
}

function want(content: string, signal: AbortSignal): void {
  const signals = wanted.get(content) ?? new Set();
  wanted.set(content, signals);
  if (signals.has(signal)) return;
  signals.add(signal);
  // A fragment that takes the place of another wants the same in a moment.
  const leave = (): unknown => signals.delete(signal) && window.setTimeout(() => giveUp(content), 1000);
  signal.addEventListener("abort", leave);
}

function giveUp(content: string): void {
  const token = tokens.get(content);
  if (!token || wanted.get(content)?.size) return;
  tokens.delete(content);
  wanted.delete(content);
  const still = new Set([...tokens.values()].flatMap(topicsOf));
  const left = topicsOf(token).filter((topic) => !still.has(topic));
  if (left.length) send({ unsubscribe: left });
}

function tell(message: Message): void {
  for (const listener of listeners) listener(message);
}

function connected(): void {
  failures = 0;
  document.documentElement.removeAttribute("data-js-offline");
  const known = [...tokens.values()];
  // A message has its limits, and many tickets may have been looked at on one page.
  for (let at = 0; at < known.length; at += atOnce) send({ subscribe: known.slice(at, at + atOnce) });
  if (wasConnected) tell({ hint: "resync", spread });
  wasConnected = true;
  tell({ hint: "connected" });
}

function lost(): void {
  socket = undefined;
  failures += 1;
  if (failures > 2) document.documentElement.setAttribute("data-js-offline", "");
  const pause = Math.min(longestPause, 500 * 2 ** failures);
  clearTimeout(next);
  next = window.setTimeout(connect, pause / 2 + Math.random() * (pause / 2));
}

function connect(): void {
  const url = document.body.dataset.liveUrl;
  if (!url || socket) return;
  socket = new WebSocket(url);
  socket.addEventListener("open", connected);
  socket.addEventListener("close", lost);
  socket.addEventListener("message", (event) => {
    try {
      const said = JSON.parse(String(event.data)) as Message;
      if (said.hint) spread = said.spread ?? 0;
      tell(said);
    } catch {
      // Not ours to understand; the next hint brings the same fragment up to date.
    }
  });
}

/** What the server said meanwhile is lost, though the socket may not know of it yet. */
function back(): void {
  failures = 0;
  clearTimeout(next);
  if (socket) socket.close();
  else connect();
}

window.addEventListener("online", back);

behaviour("[data-live-topics]", (element, signal) => {
  const read = (): void => subscribe(tokensOf(element), signal);
  read();
  return { refresh: read };
});

if (document.readyState === "complete") connect();
else window.addEventListener("load", connect);
