import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type SqliteStore, sqliteStore } from "@sess/store-sqlite";

/** A database in a folder of its own. */
export interface TemporaryDatabase {
  readonly path: string;
  /** A store on a connection of its own, with its table. */
  open(): SqliteStore;
  remove(): void;
}

export function temporaryDatabase(): TemporaryDatabase {
  const folder = mkdtempSync(join(tmpdir(), "sess-cached-"));
  const path = join(folder, "sessions.sqlite");
  return {
    path,
    open() {
      const store = sqliteStore({ client: () => new DatabaseSync(path) });
      store.migrate();
      return store;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
