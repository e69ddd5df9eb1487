import type { SessionRecord } from "@sess/core";
import { type Migration, migrations, type SqlStore, sqlStore } from "@sess/sql";
import { pragma } from "./pragma.ts";
import { sqliteDialect } from "./sqlite-dialect.ts";
import { sqliteExecutor } from "./sqlite-executor.ts";
import { checkedOptions, type SqliteStoreOptions } from "./sqlite-options.ts";
import { switchToWriteAheadLog } from "./write-ahead-log.ts";

/** A store in SQLite. Every call but `listOwner` is synchronous. */
export interface SqliteStore extends SqlStore {
  read(key: string, now: number): SessionRecord | undefined;
  write(key: string, record: SessionRecord, expected: string | undefined, now: number): boolean;
  remove(key: string): void;
  touch(key: string, expiresAt: number, expected: string, now: number): boolean;
  sweep(limit: number, now: number): number;
  removeOwner(owner: string, except?: string): readonly string[];
  migrate(): readonly Migration[];
  close(): void;
}

/** How long a statement waits for another process's write where the connection was given no timeout of its own. */
const busyTimeout = 5_000;

/**
 * Sessions in a SQLite database, over `node:sqlite` (Node 22.13 or newer), better-sqlite3 or `bun:sqlite`. Several
 * processes of one machine can share a file: every statement is its own transaction, so an acknowledged write is kept.
 *
 * Call `migrate()` once when the server starts. A connection without a busy timeout (the default of `node:sqlite` and
 * Bun) is given 5 seconds, because without one a second process's write would fail at once; a connection that has one
 * keeps it. `PRAGMA synchronous` stays as you set it: FULL, the default, survives a loss of power; NORMAL only the end
 * of the process, and writes about ten times faster.
 *
 * @throws TypeError for an unknown or impossible option, and whatever `client` throws
 *
 * @example
 * import { DatabaseSync } from "node:sqlite";
 *
 * const store = sqliteStore({ client: () => new DatabaseSync("sessions.sqlite") });
 * store.migrate();
 */
export function sqliteStore(options: SqliteStoreOptions): SqliteStore {
  const { client, table, wal, maxBytes } = checkedOptions(options);
  const opens = typeof client === "function";
  const connection = opens ? client() : client;
  const executor = sqliteExecutor(connection, opens);
  if (Number(pragma(connection, "busy_timeout", "timeout")) === 0) {
    pragma(connection, `busy_timeout = ${busyTimeout}`, "timeout");
  }
  const inFile = pragma(connection, "database_list", "file") !== "";

  const store = sqlStore({
    executor,
    dialect: sqliteDialect,
    table,
    abilities: { durable: inFile, shared: inFile, mayBeStale: false, maxBytes },
  }) as SqliteStore;
  const migrate = store.migrate.bind(store);
  return {
    ...store,
    migrate() {
      if (wal && inFile) switchToWriteAheadLog(connection);
      return migrate();
    },
  };
}

/**
 * The SQL of every migration, for those who apply SQL by their own tool and not by `migrate()`.
 *
 * @throws TypeError where `table` is no plain name
 *
 * @example
 * const script = sqliteMigrations()
 *   .flatMap((migration) => migration.statements)
 *   .map((statement) => `${statement};\n`)
 *   .join("");
 */
export function sqliteMigrations(table?: string): readonly Migration[] {
  return migrations(sqliteDialect, table);
}
