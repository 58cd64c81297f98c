/**
 * What a reader cannot read where they look: text that is wider than what holds it, or beyond the window's edge. Text
 * that ends in an ellipsis is cut on purpose, but not where it says what a control or a heading is. What scrolls by
 * itself on purpose says so by `[data-scrolls]`, <pre>, a table's frame, or a written table that the keyboard reaches.
 */
() => {
  const told = new Map();
  const clips = (style) => ["hidden", "clip"].includes(style.overflowX);
  const scrolls = (style) => ["auto", "scroll"].includes(style.overflowX);
  const meant = (element) => element.matches("[data-scrolls], pre, .table-frame, .prose table[tabindex='0'], .tabs, .list-head, textarea, input, select");
  const says = "button, .button, label, legend, th, h1, h2, h3, dt, summary, .badge, .tab";
  const nameOf = (element) => `${element.tagName.toLowerCase()}${[...element.classList].map((name) => `.${name}`).join("")}`;

  const holderThatHides = (node, box) => {
    for (let holder = node.parentElement; holder && holder !== document.documentElement; holder = holder.parentElement) {
      const style = getComputedStyle(holder);
      if (style.position === "fixed") return undefined;
      const frame = holder.getBoundingClientRect();
      if (frame.width <= 1 || frame.height <= 1 || style.clipPath !== "none") return undefined;
      const beyond = box.right > frame.right + 1.5 || box.left < frame.left - 1.5;
      if (scrolls(style) && beyond) return meant(holder) ? undefined : holder;
      if (clips(style) && beyond) {
        const onPurpose = style.textOverflow === "ellipsis" && !holder.closest(says);
        return onPurpose ? undefined : holder;
      }
      if (clips(style) || scrolls(style)) return undefined;
    }
    return box.right > innerWidth + 1 || box.left < -1 ? document.documentElement : undefined;
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !node.parentElement.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (node.parentElement.closest(".visually-hidden, .skip-link, [aria-hidden=true], noscript, script, style, option")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    const holder = holderThatHides(node, box);
    if (holder) told.set(`“${node.data.trim().slice(0, 40)}” in ${nameOf(node.parentElement)} is cut by ${nameOf(holder)}`, true);
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) told.set(`the page is ${scrollWidth - clientWidth} px too wide`, true);
  return [...told.keys()];
}
