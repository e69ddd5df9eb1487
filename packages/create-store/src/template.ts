import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { StoreNames } from "./store-names.ts";

/** A file of the new package. */
export interface TemplateFile {
  /** From the folder of the package. */
  readonly path: string;
  readonly text: string;
}

/** In the repository the template is a package of the workspace, with what it depends on in place. */
const installed = "node_modules";

/** The template with every name in it replaced. */
export function templateFiles(names: StoreNames): TemplateFile[] {
  const folder = templateFolder();
  const replacements: readonly (readonly [from: string, to: string])[] = [
    ["session-store-template", names.packageName],
    ["templateStore", names.functionName],
    ["TemplateStore", names.typeName],
    ["workspace:^", `^${ownVersion()}`],
  ];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !relative(folder, entry.parentPath).startsWith(installed))
    .map((entry) => {
      const source = join(entry.parentPath, entry.name);
      const text = readFileSync(source, "utf8");
      return {
        // Published under a name that npm takes for nothing (copy-template.mjs).
        path: relative(folder, source).replace(/^_/, ""),
        text: replacements.reduce((result, [from, to]) => result.replaceAll(from, () => to), text),
      };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Beside the built files, where `copy-template.mjs` put it; in the repository, beside the sources. */
function templateFolder(): string {
  const candidates = ["./template/", "../template/"].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = candidates.find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`The template is missing. Looked for ${candidates.join(", ")}.`);
  return found;
}

/** All packages of the project have the same version. */
function ownVersion(): string {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}
