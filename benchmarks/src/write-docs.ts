// Writes docs/performance.md and its plots from what has been measured.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fragments } from "./docs/fragments.ts";
import { growthPlot, overheadPlot } from "./docs/plots.ts";
import { resultsAtHand } from "./docs/results-at-hand.ts";

const docs = join(import.meta.dirname, "..", "..", "docs");
const plots = join(docs, "performance");
const results = resultsAtHand();
const byName = fragments(results);

const page = readFileSync(join(import.meta.dirname, "docs", "performance.md"), "utf8");
const written = page.replace(/\{\{([^}]+)\}\}/g, (_, name: string) => {
  const fragment = byName[name];
  if (fragment === undefined) throw new Error(`The page asks for ${name}, which there is not.`);
  return fragment;
});
writeFileSync(join(docs, "performance.md"), written);

mkdirSync(plots, { recursive: true });
const { cpu, scale } = results;
if (cpu) {
  for (const scenario of ["read", "write"] as const) {
    writeFileSync(join(plots, `overhead-${scenario}.svg`), overheadPlot(cpu, scenario));
  }
}
if (scale) {
  for (const call of ["read", "save", "sweep", "revoke"] as const) {
    writeFileSync(join(plots, `growth-${call}.svg`), growthPlot(scale, call));
  }
}
console.log(`Wrote ${join(docs, "performance.md")}`);
