/**
 * Bakes the icons named in icons.json into one SVG sprite. A page refers to them with <use>, so an icon costs a line of
 * HTML and the sprite is fetched once. config/jinja.py finds it in the manifest under "icons.svg", and the logo under "logo.svg".
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const names = fileURLToPath(new URL("../icons.json", import.meta.url));
const logo = fileURLToPath(new URL("../logo.svg", import.meta.url));
const drawings = fileURLToPath(new URL("../node_modules/lucide-static/icon-nodes.json", import.meta.url));

type Shape = [element: string, attributes: Record<string, string>];

function symbol(name: string, shapes: Shape[] | undefined): string {
  if (!shapes) throw new Error(`icons.json names "${name}", which Lucide does not have.`);
  const drawn = shapes.map(([element, attributes]) => {
    const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
    return `<${element}${written.join("")}/>`;
  });
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawn.join("")}</symbol>`;
}

export function iconSprite(): Plugin {
  return {
    name: "balie-icon-sprite",
    buildStart() {
      this.addWatchFile(names);
    },
    generateBundle() {
      this.emitFile({ type: "asset", name: "logo.svg", originalFileName: "logo.svg", source: readFileSync(logo) });
      const all = JSON.parse(readFileSync(drawings, "utf8")) as Record<string, Shape[]>;
      const wanted = JSON.parse(readFileSync(names, "utf8")) as string[];
      const symbols = wanted.map((name) => symbol(name, all[name]));
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source });
    },
  };
}
