/** Fails when a script grew past what a reader should have to wait for. Sizes are of the gzipped files, in kB. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const budgets = { "entries/desk.ts": 60, "entries/portal.ts": 30, "entries/editor.ts": 160 };
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("manifest.json", dist), "utf8"));

/** The chunk and all it imports from the start; what is imported on demand does not count. */
function files(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const imported of manifest[key].imports ?? []) files(imported, seen);
  return seen;
}

const size = (file) => gzipSync(readFileSync(new URL(file, dist))).length / 1000;
const shared = files("entries/desk.ts");
let failed = false;
for (const [entry, budget] of Object.entries(budgets)) {
  const counted = [...files(entry)].filter((key) => entry !== "entries/editor.ts" || !shared.has(key));
  const total = counted.reduce((sum, key) => sum + size(manifest[key].file), 0);
  failed ||= total > budget;
  process.stdout.write(`${total > budget ? "over " : "     "}${entry} ${total.toFixed(1)} of ${budget} kB\n`);
}
process.exit(failed ? 1 : 0);
