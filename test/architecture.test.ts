import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const map = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
const rows = (heading: string): string[] => {
  const section = map.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...section.matchAll(/^\| `([^`]+)` \| \S/gm)].map(([, name]) => name ?? "").sort();
};

it("ARCHITECTURE.md has a line for each package, and for nothing else", () => {
  expect(rows("Packages")).toEqual(readdirSync(join(root, "packages")).sort());
});

it("ARCHITECTURE.md has a line for each file of core, and for nothing else", () => {
  expect(rows("Files of core")).toEqual(globSync("**/*.ts", { cwd: join(root, "packages/core/src") }).sort());
});
