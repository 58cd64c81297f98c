/** `textarea[data-autosize]` grows with its text where CSS (`field-sizing`) does not do it yet. */
import { behaviour } from "./connect";

if (!CSS.supports("field-sizing", "content")) {
  behaviour<HTMLTextAreaElement>("textarea[data-autosize]", (area, signal) => {
    const fit = (): void => {
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight + 2}px`;
    };
    area.addEventListener("input", fit, { signal });
    fit();
  });
}
