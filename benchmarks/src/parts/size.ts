import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PartInput } from "../part.ts";
import { type Circumstances, circumstances } from "../results.ts";
import { table } from "../table.ts";

export interface SizeResult {
  readonly circumstances: Circumstances;
  /** Bytes, bundled and compressed by brotli, as `pnpm size` measures them. */
  readonly sizes: readonly { readonly name: string; readonly size: number }[];
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
  return { circumstances: circumstances(form), sizes, installed: [...dependenciesOf("@sess/express")] };
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
