/**
 * `[data-finding]`: a bar that finds in the conversation (desk/finding.html). The server says which messages have the
 * words, in all parts; those on the page are marked without touching them (CSS highlights). Enter or the arrows lead to
 * the next place, Shift+Enter to the one before; a message that is not on the page is gone to.
 */
import { behaviour } from "./connect";

const longest = 100_000;

function rangesIn(place: Element, words: string): Range[] {
  const wanted = words.trim().toLowerCase();
  const found: Range[] = [];
  if (wanted.length < 2) return found;
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const said = (node.textContent ?? "").slice(0, longest).toLowerCase();
    if (said.length !== node.textContent?.length) continue; // Letters that change their number with their case.
    for (let at = said.indexOf(wanted); at >= 0; at = said.indexOf(wanted, at + wanted.length)) {
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      found.push(range);
    }
  }
  return found;
}

behaviour("[data-finding]", (bar, signal) => {
  const input = bar.querySelector<HTMLInputElement>("input[name=find]");
  const told = bar.querySelector<HTMLElement>("[data-finding-place]");
  if (!input) return;
  let now = -1;
  const open = (): boolean => bar.matches(":popover-open");
  const links = (): HTMLAnchorElement[] => [...bar.querySelectorAll<HTMLAnchorElement>("a[data-jump]")];
  const messageOf = (link?: HTMLAnchorElement): HTMLElement | null => document.getElementById(link?.dataset.jump ?? "");

  const mark = (): void => {
    if (!("highlights" in CSS)) return;
    const here = open() ? links().flatMap((link) => {
      const message = messageOf(link);
      return message ? [...message.querySelectorAll(".prose")].flatMap((said) => rangesIn(said, input.value)) : [];
    }) : [];
    CSS.highlights.set("finding", new Highlight(...here));
  };

  const tell = (): void => {
    const all = links();
    if (told) told.textContent = now >= 0 && all.length ? `${now + 1}/${all.length}` : "";
    for (const [at, link] of all.entries()) {
      if (at === now) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };

  const show = (): void => {
    const message = messageOf(links()[now]);
    if (!message) return;
    const folded = message.querySelector<HTMLDetailsElement>("details.message-history:not([open])");
    if (folded && rangesIn(folded, input.value).length) folded.open = true;
    const [first] = [...message.querySelectorAll(".prose")].flatMap((said) => rangesIn(said, input.value));
    (first?.startContainer.parentElement ?? message).scrollIntoView({ block: "center" });
  };

  const go = (step: number): void => {
    const all = links();
    if (all.length === 0) return;
    // The newest come first to whoever begins.
    now = now < 0 ? (step > 0 ? 0 : all.length - 1) : (now + step + all.length) % all.length;
    const link = all[now];
    tell();
    if (messageOf(link)) show();
    else link?.click();
  };

  const settle = (): void => {
    const at = links().findIndex((link) => `#${link.dataset.jump ?? ""}` === location.hash && messageOf(link));
    now = at;
    tell();
    mark();
    if (at >= 0) show();
  };

  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      bar.hidePopover();
    } else if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      go(event.shiftKey ? -1 : 1);
    }
  }, { signal });
  document.addEventListener("keydown", (event) => {
    // The page itself has the focus for a moment after going to a message that was not shown.
    if (event.key === "Escape" && event.target === document.body && open()) bar.hidePopover();
  }, { signal });
  bar.addEventListener("click", (event) => {
    const step = (event.target as Element).closest<HTMLElement>("[data-finding-step]")?.dataset.findingStep;
    if (step) go(Number(step));
    const chosen = (event.target as Element).closest<HTMLAnchorElement>("a[data-jump]");
    if (chosen && messageOf(chosen)) {
      now = links().indexOf(chosen);
      tell();
      show();
    }
  }, { signal });
  bar.addEventListener("toggle", () => {
    if (open()) input.select();
    mark();
  }, { signal });
  new MutationObserver(settle).observe(bar.querySelector(".finding-found") ?? bar, { childList: true });
  if (bar.hasAttribute("data-open")) {
    bar.showPopover();
    // htmx reads its attributes when the page is there; going to the address's fragment has taken the focus.
    const ask = (): void => {
      if (document.activeElement === document.body) input.focus({ preventScroll: true });
      input.dispatchEvent(new Event("found-again"));
    };
    if (document.readyState === "complete") setTimeout(ask);
    else window.addEventListener("load", ask, { once: true, signal });
  }
  signal.addEventListener("abort", () => CSS.highlights?.delete("finding"));
  return { refresh: mark };
});
