import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** One place of a package's source, and what is put there to break it. */
export interface Weakness {
  /** The file, below `packages`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A copy of the packages and of the fuzzer with that weakness. Says where it is. */
export function weakenedCopy({ file, from, to }: Weakness): string {
  const copy = mkdtempSync(join(tmpdir(), "sess-weakened-"));
  for (const name of readdirSync(join(root, "packages"))) {
    for (const part of ["package.json", "src"]) {
      cpSync(join(root, "packages", name, part), join(copy, "packages", name, part), { recursive: true });
    }
    link(join(copy, "packages", name), join(copy, "node_modules/@sess", name));
  }
  cpSync(import.meta.dirname, join(copy, "test/fuzz"), {
    recursive: true,
    filter: (path) => !path.includes("node_modules"),
  });
  for (const name of dependencies(join(import.meta.dirname, "node_modules"))) {
    link(join(import.meta.dirname, "node_modules", name), join(copy, "node_modules", name));
  }
  const path = join(copy, "packages", file);
  const source = readFileSync(path, "utf8");
  if (source.split(from).length !== 2) throw new Error(`"${from}" is not once in ${file}.`);
  writeFileSync(
    path,
    source.replace(from, () => to),
  );
  return copy;
}

/** What the fuzzer needs besides our own packages. */
function dependencies(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith(".") && !name.startsWith("@sess"))
    .flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(folder, name)).map((inner) => join(name, inner)) : [name],
    );
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
