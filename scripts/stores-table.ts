// Writes docs/stores/README.md: what each store says of itself in `abilities`. The conformance suites test exactly
// what a store claims, so the table holds what they ran. Tests fail while it is out of date or names an untested store.
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { StoreAbilities } from "../packages/core/src/index.ts";
import { type ListedStore, listedStores } from "../test/django/listed-stores.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Where the page is. */
export const storesPage: URL = new URL("../docs/stores/README.md", import.meta.url);

/** The test files that run a conformance suite over a store, as paths in the repository. */
export function conformanceTests({ tests }: ListedStore): readonly string[] {
  return globSync(tests, { cwd: root })
    .filter((file) => /\b(s|tokenS)toreSuite\(\{/.test(readFileSync(`${root}${file}`, "utf8")))
    .sort();
}

const yes = (value: boolean): string => (value ? "yes" : "–");

/** What is asked of every store: a column each. */
const questions: readonly (readonly [title: string, answer: (abilities: StoreAbilities) => string])[] = [
  ["Atomic writes", ({ atomicWrite }) => yes(atomicWrite)],
  ["By owner", ({ owners }) => yes(owners)],
  ["Expired records are removed", expiry],
  ["Durable", ({ durable }) => yes(durable)],
  ["Shared", ({ shared }) => yes(shared)],
  ["May be stale", ({ mayBeStale }) => yes(mayBeStale)],
  ["Most bytes", ({ maxBytes }) => (maxBytes === undefined ? "–" : maxBytes.toLocaleString("en"))],
];

function expiry({ sweeps, nativeExpiry }: StoreAbilities): string {
  if (sweeps) return "by `sweep`";
  return nativeExpiry ? "by the backend" : "–";
}

function row(store: ListedStore): string {
  const { name, folder, page, engine, abilities } = store;
  const linked = existsSync(`${root}docs/stores/${page}`) ? `[${name}](./${page})` : name;
  const tests = conformanceTests(store).map((file, index) => `[${index + 1}](../../${file})`);
  const cells = [
    linked,
    `[\`@sess/${folder}\`](../../packages/${folder})`,
    engine,
    ...questions.map(([, answer]) => answer(abilities)),
    tests.join(" "),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The page, as the stores are now. */
export function storesDoc(): string {
  const titles = ["Store", "Package", "Django", ...questions.map(([title]) => title), "Tested in"];
  return `# Stores

<!-- Generated from the stores themselves by \`pnpm docs:stores\`. Do not edit. -->

What each store can do. A store says so itself, in \`abilities\`, and the conformance suites of \`@sess/test-kit\` test exactly
what is claimed: the last column has the files that ran them. The options here are the defaults; where an option changes
what a store can do, its page says so.

| ${titles.join(" | ")} |
|${titles.map(() => " --- |").join("")}
${listedStores().map(row).join("\n")}

- **Atomic writes**: compares and writes in one step, also between processes. Without it, no store can promise that parallel
  requests keep each other's changes and that a destroyed session stays destroyed.
- **By owner**: the sessions of a user can be listed and revoked.
- **Expired records are removed** by the manager's \`sweep\`, or by the backend itself. Expired means gone in either case: a
  record that is past its deadline is never answered.
- **Durable**: sessions outlive the process. **Shared**: several processes can use the same sessions.
- **May be stale**: a read may come from a cache. The manager asks past it before it calls a session missing.
- **Most bytes** that the data of one session may have.

In front of each of them \`prefixStore\` keeps several sites apart. A store of your own: \`npm create @sess/store\`.
`;
}

if (import.meta.main) {
  writeFileSync(storesPage, storesDoc());
  console.log("Wrote docs/stores/README.md");
}
