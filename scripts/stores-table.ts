// The page docs/stores/README.md: what the conformance suites showed of each store. `node scripts/stores-table.ts`
// runs them all and writes it.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { conformanceTests, type ListedStore, listedStores } from "./listed-stores.ts";
import { type Answers, questions } from "./store-answers.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Where the page is. */
export const storesPage: URL = new URL("../docs/stores/README.md", import.meta.url);

/** With this in the environment, a run of the tests writes the page instead of comparing it. */
export const writesPage = "WRITE_STORES_TABLE";

/** The row of a store, where its suites gave these answers. */
export function row(store: ListedStore, answers: Answers): string {
  const { name, folder, page, engine } = store;
  const linked = existsSync(`${root}docs/stores/${page}`) ? `[${name}](./${page})` : name;
  const tests = conformanceTests(store).map((file, index) => `[${index + 1}](../../${file})`);
  const all = [
    linked,
    `[\`@sess/${folder}\`](../../packages/${folder})`,
    engine,
    ...answers,
    tests.join(" "),
  ];
  return `| ${all.join(" | ")} |`;
}

/** The answers that the page has for a store, or undefined where it has no row. */
export function answersOnPage({ folder }: ListedStore, page: string = readPage()): Answers | undefined {
  const found = page.split("\n").find((line) => line.includes(`[\`@sess/${folder}\`]`));
  return found === undefined ? undefined : found.split(" | ").slice(3, 3 + questions.length);
}

export function readPage(): string {
  return readFileSync(storesPage, "utf8");
}

/** The whole page. */
export function storesDoc(answersTo: (store: ListedStore) => Answers): string {
  const titles = ["Store", "Package", "Django", ...questions, "Tested in"];
  return `# Stores

<!-- Generated from what the suites ran by \`pnpm docs:stores\`. Do not edit. -->

What each store can do, as the conformance suites of \`@sess/test-kit\` found it: an ability counts where a suite tried it and
it held. The last column has the files that ran the suites, over several set-ups of most stores. Two answers mean that it
depends on the set-up, and the store's page says how. Every run of the tests compares this table with what it tried.

| ${titles.join(" | ")} |
|${titles.map(() => " --- |").join("")}
${listedStores.map((store) => row(store, answersTo(store))).join("\n")}

- **Atomic writes**: compares and writes in one step, between processes too where it says yes. Without it, no store can promise that parallel
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
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const files = listedStores.flatMap(conformanceTests);
  const words = ["run", "--project", "unit", "--project", "servers", ...files];
  const { status } = spawnSync(process.execPath, [vitest, ...words], {
    cwd: root,
    env: { ...process.env, [writesPage]: "yes" },
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}
