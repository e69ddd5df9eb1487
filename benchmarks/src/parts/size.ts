import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import type { PartInput } from "../part.ts";
import { type Circumstances, circumstances } from "../results.ts";
import { table } from "../table.ts";

export interface SizeResult {
  readonly circumstances: Circumstances;
  /** Bytes, bundled and compressed by brotli, as `pnpm size` measures them. */
  readonly sizes: readonly { readonly name: string; readonly size: number }[];
  /** Of core, minified and not compressed: what each source file takes of `createSessions`, the biggest first. */
  readonly files: readonly { readonly name: string; readonly size: number }[];
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
  const files = await filesOf(join(root, "packages", "core", "src", "index.ts"), "createSessions");
  return {
    circumstances: circumstances(form),
    sizes,
    files,
    installed: [...dependenciesOf("@sess/express")],
  };
}

/** What each file gives to a bundle of one export. */
async function filesOf(path: string, name: string): Promise<SizeResult["files"]> {
  const { metafile } = await build({
    stdin: { contents: `export { ${name} } from ${JSON.stringify(path)}`, resolveDir: root },
    ...{ bundle: true, minify: true, metafile: true, write: false, format: "esm", platform: "node" },
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {})
    .map(([file, { bytesInOutput }]) => ({ name: basename(file), size: bytesInOutput }))
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

export function filesTable({ files }: SizeResult, count: number): string {
  const all = files.reduce((sum, { size }) => sum + size, 0);
  const rest = files.slice(count);
  const restSize = rest.reduce((sum, { size }) => sum + size, 0);
  const row = (name: string, size: number) => [name, kilobytes(size), `${Math.round((100 * size) / all)} %`];
  return table(
    ["file of core", "minified", "share"],
    [
      ...files.slice(0, count).map(({ name, size }) => row(name, size)),
      row(`${rest.length} more`, restSize),
      row("all", all),
    ],
  );
}
