// Compiles better-sqlite3 for the machine's own Node, whose headers lie beside it: there is no prebuilt binary
// everywhere. Kept in node_modules/.cache, because it takes a minute.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** The last line that supports Node 20. */
const version = "12.11.1";
const gyp = "13.1.0";

/** A Node, and better-sqlite3 compiled for it. */
export interface CompiledBetterSqlite3 {
  readonly node: string;
  readonly module: string;
}

/** Throws an error that says what the machine lacks. */
export function buildBetterSqlite3(): CompiledBetterSqlite3 {
  const { node, headers } = nodeWithHeaders();
  const abi = execFileSync(node, [
    "-p",
    "[process.platform, process.arch, process.versions.modules].join('-')",
  ]);
  const cache = join(import.meta.dirname, "../../node_modules/.cache");
  const folder = join(cache, `better-sqlite3-${version}-${abi.toString().trim()}`);
  const module = join(folder, "node_modules/better-sqlite3");
  const built = join(module, "build/Release/better_sqlite3.node");
  if (existsSync(built)) return { node, module };

  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  const packages = [`better-sqlite3@${version}`, `node-gyp@${gyp}`];
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  execFileSync("npm", ["install", ...quiet, ...packages], { cwd: folder, stdio: "pipe" });
  const nodeGyp = join(folder, "node_modules/node-gyp/bin/node-gyp.js");
  execFileSync(node, [nodeGyp, "rebuild", "--release", `--nodedir=${headers}`], {
    cwd: module,
    stdio: "pipe",
  });
  return { node, module };
}

/** The first Node on the path that has its headers, as installers and Debian's libnode-dev leave them. */
function nodeWithHeaders(): { readonly node: string; readonly headers: string } {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const node = join(folder, "node");
    if (!existsSync(node)) continue;
    const headers = dirname(dirname(realpathSync(node)));
    if (existsSync(join(headers, "include/node/node.h"))) return { node, headers };
  }
  throw new Error(
    "better-sqlite3 cannot be compiled: no Node on the path has its headers (include/node/node.h).",
  );
}
