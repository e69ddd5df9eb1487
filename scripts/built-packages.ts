// Loaded in front of everything else: `@sess/*` are what `pnpm build` has made, as users get them, and not the sources.
import { existsSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const packages = join(import.meta.dirname, "..", "packages");

type Exports = Readonly<Record<string, { readonly node?: string; readonly default: string }>>;

/** What a package publishes under `entry`, as a URL. */
function published(folder: string, field: "exports" | "imports", entry: string): string | undefined {
  const { publishConfig } = JSON.parse(readFileSync(join(packages, folder, "package.json"), "utf8"));
  const target = (publishConfig?.[field] as Exports | undefined)?.[entry];
  if (target === undefined) return undefined;
  const path = join(packages, folder, target.node ?? target.default);
  if (!existsSync(path)) throw new Error(`There is no ${path}. Run "pnpm build" first.`);
  return pathToFileURL(path).href;
}

registerHooks({
  resolve(specifier, context, next) {
    const [, folder, rest = ""] = /^@sess\/([\w-]+)(\/.*)?$/.exec(specifier) ?? [];
    if (folder) {
      const url = published(folder, "exports", `.${rest}`);
      if (url) return { url, format: "module", shortCircuit: true };
    }
    if (specifier === "#platform" && context.parentURL?.includes("/dist/")) {
      const owner = fileURLToPath(context.parentURL).split(/[\\/]dist[\\/]/)[0] ?? "";
      const url = published(owner.split(/[\\/]/).at(-1) ?? "", "imports", specifier);
      if (url) return { url, format: "module", shortCircuit: true };
    }
    return next(specifier, context);
  },
});
