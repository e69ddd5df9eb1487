import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { tarballs } from "../../scripts/unpack.ts";

const run = promisify(execFile);

/**
 * An empty project outside the repository with `packages` installed by npm: our own from their tarballs, also where
 * one needs another, and the rest from the registry.
 */
export async function installedProject(packages: readonly string[], manifest: object = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "sess-project-"));
  const ours = new Map([...tarballs()].map(([name, tarball]) => [`@sess/${name}`, `file:${tarball}`]));
  const overrides = Object.fromEntries([...ours].filter(([name]) => !packages.includes(name)));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, ...manifest, overrides }));
  const specifiers = packages.map((name) => ours.get(name) ?? name);
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...specifiers], {
    cwd: folder,
  });
  return folder;
}

/** Removes what `installedProject` made. */
export function removeProject(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
