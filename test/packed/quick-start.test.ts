import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type CodeBlock, markdownBlocks } from "../../scripts/docs/code-blocks.ts";
import { installedProject, removeProject } from "./project.ts";
import { startServer } from "./start-server.ts";
import { visitor } from "./visitor.ts";

const root = join(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const blocks = markdownBlocks(root, join(root, "README.md"), readme);
const node22 = join(import.meta.dirname, "runtimes/node_modules/node-22/bin/node");
const preload = join(import.meta.dirname, "listen-anywhere.mjs");

/** What the last `npm install` before a block installs. */
function installedBefore(block: CodeBlock): string[] {
  const before = readme
    .split("\n")
    .slice(0, block.line - 1)
    .join("\n");
  return [...before.matchAll(/npm install ([^`\n]+)/g)].at(-1)?.[1]?.split(" ") ?? [];
}

describe.each(["express", "koa", "hono"])("the quick start of %s in README.md", (framework) => {
  const block = blocks.find(({ label }) => label === `quick-start: ${framework}`);
  const text = `${block?.text}\n`;
  let project: string;

  /** Runs it on `node` under a file name and visits it. */
  async function visit(node: string, file: string): Promise<void> {
    writeFileSync(join(project, file), text);
    const environment = { SESSION_SECRET: "a secret of at least thirty-two bytes" };
    const server = await startServer(node, ["--import", preload, file], project, environment);
    onTestFinished(() => server.stop());
    const [first, second] = [visitor(server.origin), visitor(server.origin)];
    const pages = [await first.get("/"), await first.get("/"), await first.get("/"), await second.get("/")];
    expect(pages.map((page) => /\d+/.exec(page)?.[0])).toEqual(["1", "2", "3", "1"]);
  }

  beforeAll(async () => {
    expect(block, `a block under <!-- quick-start: ${framework} -->`).toBeDefined();
    if (!block) return;
    expect(installedBefore(block)).toContain(`@sess/${framework}`);
    project = await installedProject(installedBefore(block), { type: "module" });
  });

  afterAll(() => removeProject(project));

  it("runs as printed", async () => {
    await visit(process.execPath, "app.js");
  });

  it("runs as an .mjs file on the oldest Node that has SQLite", async () => {
    await visit(node22, "app.mjs");
  });
});
