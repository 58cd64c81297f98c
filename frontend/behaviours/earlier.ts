/**
 * `[data-earlier]` above a conversation: earlier messages come by its link, or when one scrolls up to it, and stay when
 * the conversation is fetched again. What then leaves the part that is fetched joins them, so that there is no gap. A
 * link to a message that is not here leads to the part that has it.
 */
import { behaviour } from "./connect";

const ofMessage = (item: Element): number => Number(item.querySelector("[id^='message-']")?.id.slice(8) ?? 0);

function scrollerOf(element: Element): Element {
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (at.scrollHeight > at.clientHeight && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return document.documentElement;
}

function goTo(parts: HTMLElement): void {
  const number = /^#message-(\d+)$/.exec(location.hash)?.[1];
  const params = new URLSearchParams(location.search);
  if (!number || !parts.querySelector("a") || document.getElementById(`message-${number}`) || params.get("at") === number) return;
  location.replace(`?at=${number}#message-${number}`);
}

behaviour("[data-earlier]", (parts, signal) => {
  const listOf = (): Element | null => document.getElementById("conversation");
  let shown: Element[] = [];
  let anchor: { element: Element; top: number } | undefined;
  const loaded = (): boolean => parts.querySelector(".message") !== null;

  document.addEventListener("htmx:before:swap", () => {
    if (loaded()) shown = [...(listOf()?.children ?? [])].map((item) => item.cloneNode(true) as Element);
    const element = parts.parentElement?.querySelector(".message");
    anchor = element ? { element, top: element.getBoundingClientRect().top } : undefined;
  }, { signal, capture: true });

  document.addEventListener("htmx:after:swap", () => {
    parts.toggleAttribute("hx-morph-skip", loaded());
    const first = ofMessage([...(listOf()?.children ?? [])].find(ofMessage) ?? parts);
    const kept = shown.findIndex((item) => ofMessage(item) >= first);
    const gone = first && kept > 0 && shown.slice(0, kept).some(ofMessage) ? shown.slice(0, kept) : [];
    shown = [];
    if (gone.length) [...parts.querySelectorAll(".conversation")].pop()?.append(...gone);
    // Another part of the page may be fetched meanwhile: then the link that was used is still there.
    if (!loading || loading.isConnected) return;
    loading = undefined;
    if (anchor?.element.isConnected) scrollerOf(parts).scrollBy(0, anchor.element.getBoundingClientRect().top - anchor.top);
  }, { signal });

  let loading: Element | undefined;
  let before = 0;
  const link = (): HTMLAnchorElement | null => parts.querySelector("#earlier a");
  parts.addEventListener("click", (event) => {
    loading ||= (event.target as Element).closest("#earlier a") ?? undefined;
  }, { signal, capture: true });
  document.addEventListener("htmx:finally:request", (event) => {
    if ((event as CustomEvent<{ ctx: { sourceElement: Element } }>).detail.ctx.sourceElement === loading) loading = undefined;
  }, { signal });
  document.addEventListener("scroll", () => {
    const at = link();
    const { top } = parts.getBoundingClientRect();
    const upwards = top > before;
    before = top;
    if (!at || loading || !upwards) return;
    const place = at.getBoundingClientRect();
    if (place.bottom > 0 && place.top < window.innerHeight) at.click();
  }, { signal, capture: true, passive: true });

  goTo(parts);
  window.addEventListener("hashchange", () => goTo(parts), { signal });
  return {};
});
