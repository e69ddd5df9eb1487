// Lays the packed tarballs out as an installation would, in .packed/node_modules, so that sizes and tests see what ships.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const target = join(root, ".packed");

/** The tarball of each package, by folder name, as `pnpm check:package` leaves it. */
export function tarballs(): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(join(root, "packages"))) {
    const tarball = join(root, "packages", name, "package.tgz");
    if (!existsSync(tarball))
      throw new Error(`There is no ${tarball}. Run "pnpm build && pnpm check:package" first.`);
    found.set(name, tarball);
  }
  return found;
}

if (import.meta.main) {
  rmSync(target, { recursive: true, force: true });
  for (const [name, tarball] of tarballs()) {
    const folder = join(target, "node_modules", "@sess", name);
    mkdirSync(folder, { recursive: true });
    execFileSync("tar", ["-xzf", tarball, "-C", folder, "--strip-components=1"]);
  }
  console.log("Unpacked the tarballs into .packed");
}
