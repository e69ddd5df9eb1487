import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

const source = resolve(import.meta.dirname, "../../src");
const imported = /^(?:import|export) (?!type )[^;]*? from "(\.\/[^"]+)";$/gm;

/** What each file of the engine imports, by path. */
const imports: ReadonlyMap<string, readonly string[]> = new Map(
  readdirSync(source).map((file) => {
    const text = readFileSync(resolve(source, file), "utf8");
    const paths = [...text.matchAll(imported)].map(([, path = ""]) => resolve(source, path));
    return [resolve(source, file), paths];
  }),
);

/** The path of `file`, with those of all files of the engine that run other code when it does. */
export function dependentsOf(file: string): ReadonlySet<string> {
  const found = new Set([resolve(source, file)]);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const [path, paths] of imports) if (paths.some((one) => found.has(one))) found.add(path);
  }
  return found;
}
