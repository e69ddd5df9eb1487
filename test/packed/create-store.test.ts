import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tarballs } from "../../scripts/unpack.ts";
import { installedProject, removeProject } from "./project.ts";

const run = promisify(execFile);
const node20 = join(import.meta.dirname, "runtimes/node_modules/node-20/bin/node");

let project: string;

beforeAll(async () => {
  project = await installedProject(["@sess/create-store"]);
});

afterAll(() => removeProject(project));

/** Has the new package take our packages from their tarballs: they are not in the registry yet. */
function useTarballs(folder: string): void {
  const path = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  for (const name of ["core", "test-kit"]) {
    expect(manifest.devDependencies).toHaveProperty([`@sess/${name}`]);
    manifest.devDependencies[`@sess/${name}`] = `file:${tarballs().get(name)}`;
  }
  writeFileSync(path, JSON.stringify(manifest));
}

describe("a package made by create-store", () => {
  it.each([
    ["Node 20.19", node20],
    ["Node 24", process.execPath],
  ])("passes its tests at the first run, and packs, on %s", async (title, node) => {
    const PATH = [dirname(node), process.env.PATH].join(delimiter);
    const options = { cwd: project, env: { ...process.env, PATH } };
    const name = `store-on-${title.toLowerCase().replaceAll(/\W+/g, "-")}`;
    const made = await run(node, [join(project, "node_modules/.bin/create-store"), name], options);
    expect(made.stdout).toContain(`cd ${name}\n  npm install\n  npm test\n`);
    const folder = join(project, name);
    useTarballs(folder);
    await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline"], { ...options, cwd: folder });
    const test = await run("npm", ["test"], { ...options, cwd: folder });
    expect(test.stdout).toMatch(/^(#|ℹ) pass [5-9]\d$/m);
    expect(test.stdout).toMatch(/^(#|ℹ) fail 0$/m);
    const packed = await run("npm", ["pack", "--dry-run", "--json"], { ...options, cwd: folder });
    const files = packed.stdout.slice(packed.stdout.indexOf('"files"'));
    for (const file of ["dist/index.js", "dist/index.d.ts", "README.md", "package.json"]) {
      expect(files).toContain(`"${file}"`);
    }
    expect(files).not.toContain("store.test");
  });
});
