import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { PartInput } from "../part.ts";
import { type Circumstances, circumstances } from "../results.ts";
import { table } from "../table.ts";

export interface SizeResult {
  readonly circumstances: Circumstances;
  /** Bytes, bundled and compressed by brotli, as `pnpm size` measures them. */
  readonly sizes: readonly { readonly name: string; readonly size: number }[];
  /** What each source file takes, minified and not compressed, the biggest first: by package, of what is over its limit. */
  readonly files: Readonly<Record<string, readonly { readonly name: string; readonly size: number }[]>>;
  /** What `npm install @sess/express` brings besides Express. */
  readonly installed: readonly string[];
}

const root = join(import.meta.dirname, "..", "..", "..");

/** Sizes of the packed packages: `pnpm build && pnpm check:package` first. */
export async function measureSize({ form }: PartInput): Promise<SizeResult> {
  const run = (file: string, ...rest: readonly string[]) =>
    execFileSync(process.execPath, [file, ...rest], { cwd: root, encoding: "utf8" });
  run(join("scripts", "unpack.ts"));
  const sizes = JSON.parse(run(join("node_modules", "size-limit", "bin.js"), "--json"));
  const files = {
    core: await filesOf("core", "createSessions", []),
    express: await filesOf("express", "session"),
    "store-postgres": await filesOf("store-postgres", "postgresStore"),
    "store-file": await filesOf("store-file", "fileStore"),
  };
  return {
    circumstances: circumstances(form),
    sizes,
    files,
    installed: [...dependenciesOf("@sess/express")],
  };
}

/** What each file gives to a bundle of one export of a package. */
async function filesOf(name: string, exported: string, external: string[] = ["@sess/core"]) {
  const path = join(root, "packages", name, "src", "index.ts");
  const { metafile } = await build({
    stdin: { contents: `export { ${exported} } from ${JSON.stringify(path)}`, resolveDir: root },
    ...{
      bundle: true,
      minify: true,
      metafile: true,
      write: false,
      format: "esm",
      platform: "node",
      external,
    },
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {})
    .map(([file, { bytesInOutput }]) => ({
      name: file.replace(/^packages\//, ""),
      size: bytesInOutput,
    }))
    .sort((a, b) => b.size - a.size);
}

/** A package of ours and all that it depends on. */
function dependenciesOf(name: string, found: Set<string> = new Set()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  if (!name.startsWith("@sess/")) return found;
  const manifest = join(root, "packages", name.slice("@sess/".length), "package.json");
  const { dependencies = {} } = JSON.parse(readFileSync(manifest, "utf8"));
  for (const dependency of Object.keys(dependencies)) dependenciesOf(dependency, found);
  return found;
}

export const kilobytes = (size: number): string => `${(size / 1000).toFixed(1)} kB`;

export function sizeTable({ sizes }: SizeResult): string {
  return table(
    ["brotli", "size"],
    sizes.map(({ name, size }) => [name, kilobytes(size)]),
  );
}

export function filesTable({ files: byPackage }: SizeResult, name: string, count: number): string {
  const files = byPackage[name] ?? [];
  const all = files.reduce((sum, { size }) => sum + size, 0);
  const rest = files.slice(count);
  const restSize = rest.reduce((sum, { size }) => sum + size, 0);
  const row = (name: string, size: number) => [name, kilobytes(size), `${Math.round((100 * size) / all)} %`];
  return table(
    [`file of ${name}`, "minified", "share"],
    [
      ...files.slice(0, count).map(({ name, size }) => row(name, size)),
      row(`${rest.length} more`, restSize),
      row("all", all),
    ],
  );
}
