import { assertMaxBytes, assertOptionNames, invalidOption } from "@sess/core";
import type { SqliteClient } from "./sqlite-client.ts";

/** Options of `sqliteStore`. */
export interface SqliteStoreOptions {
  /**
   * A connection, best one of its own, because a transaction that you leave open on it holds the sessions' writes back
   * with yours; or a function that opens one, called at once. The store closes only what the function opened.
   */
  readonly client: SqliteClient | (() => SqliteClient);
  /**
   * The table: a plain name of at most 48 characters. Several apps on one file take several tables.
   * @default "sess_session"
   */
  readonly table?: string;
  /**
   * `migrate()` switches a file to write-ahead logging, which stays with the file: readers then wait for nobody. False
   * leaves it as it is: for network file systems, where WAL does not work.
   * @default true
   */
  readonly wal?: boolean;
  /**
   * How many bytes of UTF-8 the data of a session may have, as core then enforces.
   * @default no limit but SQLite's own of a thousand million bytes
   */
  readonly maxBytes?: number;
}

const names = ["client", "table", "wal", "maxBytes"];

/** The options with their defaults. Throws a `TypeError` for an unknown or impossible one; `table` is checked later. */
export function checkedOptions(options: SqliteStoreOptions): {
  readonly client: SqliteClient | (() => SqliteClient);
  readonly table: string | undefined;
  readonly wal: boolean;
  readonly maxBytes: number | undefined;
} {
  assertOptionNames(options, names);
  const { client, table, wal = true, maxBytes } = options ?? {};
  if (typeof client !== "function" && typeof client?.prepare !== "function") {
    throw invalidOption("client", "must be a SQLite connection or a function that opens one", client);
  }
  if (typeof wal !== "boolean") throw invalidOption("wal", "must be true or false", wal);
  assertMaxBytes(maxBytes);
  return { client, table, wal, maxBytes };
}
