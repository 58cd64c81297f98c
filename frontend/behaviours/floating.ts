/** Puts a popover at the element that opened it: below when there is room, otherwise above, never outside the window. */
const gap = 4;
const margin = 8;

export function place(floating: HTMLElement, anchor: HTMLElement, side: "start" | "end" = "start"): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = floating;
  const roomBelow = window.innerHeight - at.bottom - gap - margin;
  const above = height > roomBelow && at.top > roomBelow;
  const top = above ? at.top - gap - height : at.bottom + gap;
  const left = side === "end" ? at.right - width : at.left;
  const clamp = (value: number, most: number): number => Math.max(margin, Math.min(value, most));
  floating.style.top = `${clamp(top, window.innerHeight - height - margin)}px`;
  floating.style.left = `${clamp(left, window.innerWidth - width - margin)}px`;
}
