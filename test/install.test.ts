import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
// @ts-expect-error Plain JavaScript, because it runs before anything is installed.
import { isInstalled, markInstalled } from "../scripts/install.mjs";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "workspace-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const path of ["packages/core", "examples/demo", "test", "node_modules/node/bin"]) {
    mkdirSync(join(folder, path), { recursive: true });
  }
  for (const path of [
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "package.json",
    "packages/core/package.json",
  ]) {
    writeFileSync(join(folder, path), path);
  }
  writeFileSync(join(folder, "node_modules/node/bin/node"), "");
});

it("what was installed is not installed again", () => {
  expect(isInstalled(folder)).toBe(false);
  markInstalled(folder);
  expect(isInstalled(folder)).toBe(true);
});

it.each([
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "package.json",
  "packages/core/package.json",
  "examples/demo/package.json",
])("a change of %s asks for an installation", (path) => {
  markInstalled(folder);
  writeFileSync(join(folder, path), "changed");
  expect(isInstalled(folder)).toBe(false);
});

it("a node_modules without the pinned Node asks for an installation", () => {
  markInstalled(folder);
  rmSync(join(folder, "node_modules/node"), { recursive: true });
  expect(isInstalled(folder)).toBe(false);
});
