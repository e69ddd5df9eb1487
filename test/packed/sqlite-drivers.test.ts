import { execFile } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildBetterSqlite3 } from "../../packages/store-sqlite/test/clients/build-better-sqlite3.ts";
import { installedProject, removeProject } from "./project.ts";

const run = promisify(execFile);
const runtimes = join(import.meta.dirname, "runtimes/node_modules");
const node22 = join(runtimes, "node-22/bin/node");
const bun = join(runtimes, ".bin/bun");
const deno = join(runtimes, ".bin/deno");

let project: string;

beforeAll(async () => {
  project = await installedProject(
    ["core", "sql", "store-sqlite", "test-kit"].map((name) => `@sess/${name}`),
    { type: "module" },
  );
  cpSync(join(import.meta.dirname, "../../packages/store-sqlite/test/clients"), project, { recursive: true });
});

afterAll(() => removeProject(project));

/** What the suite says at its end. */
async function suite(command: string, args: readonly string[], driver: string, env = {}): Promise<string> {
  const { stdout } = await run(command, [...args, "suite.mjs", driver], {
    cwd: project,
    env: { ...process.env, ...env },
  }).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(`${error.stdout}\n${error.stderr}`);
  });
  return stdout;
}

describe("the store suite, from the tarballs", () => {
  it.each([
    ["node:sqlite on Node 22.13", node22, [], "node-sqlite"],
    ["node:sqlite on Node 24", process.execPath, [], "node-sqlite"],
    ["node:sqlite on Deno", deno, ["run", "--allow-all", "--node-modules-dir=manual"], "node-sqlite"],
    ["bun:sqlite on Bun", bun, [], "bun-sqlite"],
  ])("passes over %s", async (_title, command, args, driver) => {
    expect(await suite(command, args, driver)).toMatch(/\d\d\d passed, 0 failed/);
  });

  it("passes over better-sqlite3, compiled for the machine's own Node", async () => {
    const { node, module } = buildBetterSqlite3();
    expect(await suite(node, [], "better-sqlite3", { BETTER_SQLITE3: module })).toMatch(
      /\d\d\d passed, 0 failed/,
    );
  }, 300_000);
});
