import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { tarballs } from "../../scripts/unpack.ts";

/** Installs the runtimes, once; fails at once where the tarballs have not been made. */
export function setup(): void {
  tarballs();
  console.log("Installing Node 20, 22 and 26, Bun, Deno and workerd, unless they are here ...");
  const pnpm = join(import.meta.dirname, "../../node_modules/.bin/pnpm");
  const folder = join(import.meta.dirname, "runtimes");
  execFileSync(pnpm, ["install", "--frozen-lockfile", "--prefer-offline", "--reporter=append-only"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
  });
}
