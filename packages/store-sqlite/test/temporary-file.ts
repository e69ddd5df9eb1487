import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A database file in a folder of its own, and what removes both. */
export interface TemporaryFile {
  readonly path: string;
  remove(): void;
}

export function temporaryFile(): TemporaryFile {
  const folder = mkdtempSync(join(tmpdir(), "sess-sqlite-"));
  return {
    path: join(folder, "sessions.sqlite"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
