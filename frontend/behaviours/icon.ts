/** An icon from the sprite that the page already uses, for elements that behaviours make. */
const sprite = (): string => {
  const use = document.querySelector("svg.icon use")?.getAttribute("href") ?? "";
  return use.split("#")[0] ?? "";
};

export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite()}#${name}`);
  svg.append(use);
  return svg;
}
