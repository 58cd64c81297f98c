/** `[data-draft-asides]`: words of one's own that other words took the place of, each to be used again or thrown away. */
import { element } from "./element";
import { filled } from "./texts";

export interface Aside {
  id: number;
  at: string;
  words: string;
}

export function offerAsides(form: HTMLFormElement, asides: Aside[], choose: (chosen: { id: number; use: boolean }) => void): void {
  const place = form.querySelector<HTMLElement>("[data-draft-asides]");
  if (!place || place.dataset.jsShown === JSON.stringify(asides)) return;
  place.dataset.jsShown = JSON.stringify(asides);
  const { textAside = "{at}", textUse = "", textDiscard = "" } = place.dataset;
  const button = (words: string, id: number, use: boolean): HTMLElement => {
    const made = element("button", { class: "button", type: "button", "data-variant": use ? "secondary" : "quiet", "data-size": "small" }, element("span", { class: "button-label" }, words));
    made.addEventListener("click", () => choose({ id, use }));
    return made;
  };
  place.replaceChildren(
    ...asides.map(({ id, at, words }) =>
      element("p", { class: "composer-aside" }, element("span", {}, filled(textAside, { at })), element("q", {}, words), button(textUse, id, true), button(textDiscard, id, false)),
    ),
  );
}
