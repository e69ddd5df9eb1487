import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { exampleBlocks } from "../scripts/docs/code-blocks.ts";
import { brokenLinks } from "../scripts/docs/links.ts";

const root = join(import.meta.dirname, "..");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "page-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

/** What `pnpm check:docs` says about one page. In a process of its own: under coverage the compiler takes a minute. */
function check(markdown: string): { status: number | null; problems: string[] } {
  const page = join(folder, "page.md");
  writeFileSync(page, markdown);
  const script = join(root, "scripts/check-docs.ts");
  const { status, stderr } = spawnSync(process.execPath, [script, page], { encoding: "utf8" });
  const problems = stderr.split("\n").filter((line) => line.includes("page.md:"));
  return { status, problems: problems.map((line) => line.slice(line.indexOf("page.md:"))) };
}

const fence = "```";
const code = `import { SessError } from "@sess/core";
const code: string = new SessError("ERR_SESS_GONE", "x").code;`;

it("a page whose code uses the packages as they are passes", () => {
  expect(check(`${fence}ts\n${code}\n${fence}\n`)).toEqual({ status: 0, problems: [] });
}, 30_000);

it("a broken block is named by page and line, in TypeScript and in JavaScript, unless it is marked no-check", () => {
  const page = [
    `${fence}ts\n${code.replace("code: string", "code: number")}\n${fence}`,
    `${fence}js\nnull.x;\n${fence}`,
    `${fence}js no-check\nnull.x;\n${fence}`,
    `${fence}ts\nimport { SesError } from "@sess/core";\n${fence}`,
  ].join("\n\n");
  expect(check(page)).toEqual({
    status: 1,
    problems: [
      expect.stringMatching(/^page\.md:3: Type 'string' is not assignable to type 'number'/),
      expect.stringMatching(/^page\.md:7: The value 'null' cannot be used here/),
      expect.stringMatching(/^page\.md:15: .* has no exported member named 'SesError'/),
    ],
  });
}, 30_000);

it("an augmentation in one block does not change the types of another", () => {
  const augmenting = `${fence}ts\nexport {};\ndeclare global { interface Array<T> { extra: T } }\n[1].extra;\n${fence}\n`;
  expect(check(`${augmenting}\n${fence}ts\n[1].extra;\n${fence}\n`).problems).toEqual([
    "page.md:8: Property 'extra' does not exist on type 'number[]'.",
  ]);
}, 30_000);

it("the example of a documentation comment is taken without its asterisks", () => {
  const source = "/**\n * Adds.\n *\n * @example\n * add(1, 2);\n *\n * // 3\n * @throws never\n */\n";
  expect(exampleBlocks(root, join(root, "a.ts"), source)).toMatchObject([
    { file: "a.ts", line: 5, text: "add(1, 2);\n\n// 3" },
  ]);
});

it("a link inside the repository must lead to a file, and to a heading of it", () => {
  const page = join(folder, "page.md");
  writeFileSync(join(folder, "other.md"), "# What `sess` does\n");
  writeFileSync(
    page,
    "[a](other.md#what-sess-does) [b](other.md#nothing) [c](gone.md) [d](https://example.com)\n`[e](f)`\n",
  );
  expect(brokenLinks(folder, page)).toEqual([
    "page.md: the link other.md#nothing names no heading of that page.",
    "page.md: the link gone.md leads nowhere.",
  ]);
});
