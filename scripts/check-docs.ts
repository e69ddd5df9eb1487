// Type-checks every TypeScript and JavaScript block of the Markdown pages and every @example of the packages against
// the workspace, and follows the links of the pages. Prints what is wrong and fails. Arguments choose some pages.
import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { markdownBlocks } from "./docs/code-blocks.ts";
import { brokenLinks } from "./docs/links.ts";
import { readPublicApi } from "./docs/public-api.ts";
import { checkSnippets, type Snippet } from "./docs/snippet-program.ts";

/** The pages a reader sees, by absolute path. */
function allPages(root: string): string[] {
  const patterns = ["*.md", "docs/**/*.md", "packages/*/*.md", "examples/*/*.md", "benchmarks/*.md"];
  const found = globSync(patterns, { cwd: root, exclude: ["docs/api/**", "**/node_modules/**"] });
  return found.sort().map((path) => join(root, path));
}

/** What is wrong with these pages. */
function checkPages(root: string, paths: readonly string[], examples: readonly Snippet[]): string[] {
  const blocks = paths.flatMap((path) => markdownBlocks(root, path, readFileSync(path, "utf8")));
  return [
    ...checkSnippets(root, [...blocks.map((block) => ({ ...block, prelude: "" })), ...examples]),
    ...paths.flatMap((path) => brokenLinks(root, path)),
  ];
}

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const chosen = process.argv.slice(2).map((path) => resolve(path));
const api = chosen.length > 0 ? { examples: [], missing: [] } : readPublicApi(root);
const problems = [
  ...checkPages(root, chosen.length > 0 ? chosen : allPages(root), api.examples),
  ...api.missing,
];
for (const problem of problems) console.error(problem);
console.log(
  problems.length === 0
    ? "The code in the docs type-checks and the links resolve."
    : `${problems.length} problems in the docs.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
