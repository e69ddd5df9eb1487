import { execFile } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A disk that only one process sees, and that is gone when it ends. */
export interface SmallDisk {
  /**
   * Runs a module with Node, which is given the folder where the disk is as its first argument, then `words`. Answers
   * what it prints.
   */
  run(module: URL, ...words: readonly string[]): Promise<string>;
}

/** How a process is given a view of the disks that is its own: as any user, as root, and as who may become root. */
const namespaces = [
  ["unshare", "--mount", "--map-root-user"],
  ["unshare", "--mount"],
  ["sudo", "--non-interactive", "unshare", "--mount"],
];

/** Mounts a disk of 512 KB and 200 files at $0, and goes on as the rest of the words. */
const mounting = 'mount -t tmpfs -o size=512k,nr_inodes=200 tmpfs "$0" && exec "$@"';

/** This machine lets us mount no disk. Tests that need one are skipped, saying so; under CI they fail. */
export class MissingDisk extends Error {
  override readonly name = "MissingDisk";
  constructor() {
    super(
      "A disk that can be filled needs Linux with `unshare`, allowed to any user, as root, or by `sudo` without a password.",
    );
  }
}

/** A small disk for processes that fill it. Throws `MissingDisk`. */
export async function smallDisk(): Promise<SmallDisk> {
  for (const [command = "", ...namespace] of namespaces) {
    const inside = async (...words: readonly string[]) => {
      const folder = mkdtempSync(join(tmpdir(), "sess-disk-"));
      try {
        const given = words.map((word) => (word === "@disk" ? folder : word));
        return (await run(command, [...namespace, "sh", "-c", mounting, folder, ...given])).stdout;
      } finally {
        rmdirSync(folder);
      }
    };
    try {
      await inside("true");
    } catch {
      continue;
    }
    return {
      run: (module, ...words) => inside(process.execPath, fileURLToPath(module), "@disk", ...words),
    };
  }
  throw new MissingDisk();
}
