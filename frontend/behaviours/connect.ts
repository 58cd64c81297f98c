/**
 * How behaviours find their elements. A behaviour says which elements it is for; it is connected when such an element
 * comes onto the page, by whatever way (first load, htmx swap, script), and disconnected when it leaves: everything
 * registered with the given signal ends by itself. After a morph, which changes elements in place, `refresh` is called
 * so that what the behaviour added can be put right again.
 */
export interface Connection {
  refresh?(): void;
}

export type Connect<Kind extends HTMLElement> = (element: Kind, signal: AbortSignal) => Connection | void;

interface Registration {
  selector: string;
  connect: Connect<HTMLElement>;
  live: Map<HTMLElement, { end: AbortController; connection: Connection | void }>;
}

const registrations: Registration[] = [];
let observing = false;

function connectOne(registration: Registration, element: HTMLElement): void {
  const end = new AbortController();
  registration.live.set(element, { end, connection: undefined });
  const connection = registration.connect(element, end.signal);
  registration.live.set(element, { end, connection });
}

function settle(registration: Registration, refresh: boolean): void {
  for (const [element, { end, connection }] of registration.live) {
    if (!element.isConnected || !element.matches(registration.selector)) {
      registration.live.delete(element);
      end.abort();
    } else if (refresh) {
      connection?.refresh?.();
    }
  }
  for (const element of document.querySelectorAll<HTMLElement>(registration.selector)) {
    if (!registration.live.has(element)) connectOne(registration, element);
  }
}

function settleAll(refresh: boolean): void {
  for (const registration of registrations) settle(registration, refresh);
}

/** Starts once the page is there; called by each entry after it has imported its behaviours. */
export function start(): void {
  if (observing) return;
  observing = true;
  settleAll(false);
  const elementsOnly = (nodes: NodeList): boolean => [...nodes].some((node) => node instanceof HTMLElement);
  new MutationObserver((changes) => {
    if (changes.some((change) => elementsOnly(change.addedNodes) || elementsOnly(change.removedNodes))) settleAll(false);
  }).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("htmx:after:settle", () => settleAll(true));
}

export function behaviour<Kind extends HTMLElement = HTMLElement>(selector: string, connect: Connect<Kind>): void {
  const registration: Registration = {
    selector,
    connect: connect as unknown as Connect<HTMLElement>,
    live: new Map(),
  };
  registrations.push(registration);
  if (observing) settle(registration, false);
}

/** For what needs no state: one listener on the document answers for all elements, now and later. */
export function delegate<Name extends keyof DocumentEventMap>(
  name: Name,
  selector: string,
  answer: (element: HTMLElement, event: DocumentEventMap[Name]) => void,
): void {
  document.addEventListener(name, (event) => {
    const origin = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
    if (origin) answer(origin, event);
  });
}
