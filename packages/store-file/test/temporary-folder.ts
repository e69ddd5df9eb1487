import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for sessions, which the store makes, what takes it away from a running store, and what removes it. */
export interface TemporaryFolder {
  readonly path: string;
  /** Puts a file in its place. */
  replace(): void;
  remove(): void;
}

export function temporaryFolder(): TemporaryFolder {
  const outside = mkdtempSync(join(tmpdir(), "sess-file-"));
  const path = join(outside, "sessions");
  return {
    path,
    replace() {
      rmSync(path, { recursive: true, force: true });
      writeFileSync(path, "");
    },
    remove: () => rmSync(outside, { recursive: true, force: true, maxRetries: 3 }),
  };
}
