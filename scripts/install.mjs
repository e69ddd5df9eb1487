// Plain JavaScript on purpose: this runs on the machine's own Node (20 or newer) before anything is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const bin = join(root, "node_modules", ".bin");
const nodeIn = (folder) => join(folder, "node_modules", "node", "bin", "node");
const stampIn = (folder) => join(folder, "node_modules", ".install-stamp");

/** The Node that every script runs on, whatever the machine has. */
export const node = nodeIn(root);

/** The environment in which the tools of the workspace find that Node, and each other. */
export const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };

/** Everything that decides what is in node_modules, as one hash. */
function installStamp(folder) {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\n`);
  for (const name of ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json"]) {
    hash.update(readFileSync(join(folder, name)));
  }
  for (const group of ["packages", "examples", "test"]) {
    for (const name of readdirSync(join(folder, group)).sort()) {
      const manifest = join(folder, group, name, "package.json");
      if (existsSync(manifest)) hash.update(`${group}/${name}\n`).update(readFileSync(manifest));
    }
  }
  return hash.digest("hex");
}

/** Whether nothing that decides what is installed has changed since `markInstalled`. */
export function isInstalled(folder = root) {
  const stamp = stampIn(folder);
  return (
    existsSync(nodeIn(folder)) && existsSync(stamp) && readFileSync(stamp, "utf8") === installStamp(folder)
  );
}

/** Notes what has just been installed. */
export function markInstalled(folder = root) {
  writeFileSync(stampIn(folder), installStamp(folder));
}

/** Installs what the lockfile says, with the pnpm that package.json pins; at once where nothing has changed. */
export function install() {
  if (Number(process.versions.node.split(".")[0]) < 20) {
    console.error(`This needs Node 20 or newer; this is ${process.version}.`);
    process.exit(1);
  }
  if (isInstalled()) return;
  const version = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies.pnpm;
  const local = join(bin, "pnpm");
  const [command, ...first] = existsSync(local) ? [local] : ["npx", "--yes", `pnpm@${version}`];
  console.log(
    `Installing the packages of the workspace with pnpm ${version} (once, until a dependency changes) ...`,
  );
  const { status } = spawnSync(command, [...first, "install", "--frozen-lockfile", "--prefer-offline"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    console.error(
      "The installation failed. It needs the npm registry, the first time and when a dependency changes.",
    );
    process.exit(status ?? 1);
  }
  markInstalled();
}
