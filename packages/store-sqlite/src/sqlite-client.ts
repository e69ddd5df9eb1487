import type { SqlValue } from "@sess/sql";

/** What the store needs of a prepared statement of `node:sqlite`, better-sqlite3 and `bun:sqlite`. */
export interface SqliteStatement {
  run(...values: SqlValue[]): { readonly changes: number | bigint };
  get(...values: SqlValue[]): unknown;
  all(...values: SqlValue[]): unknown[];
  /** `node:sqlite`: rows as objects, whatever the connection was told. */
  setReturnArrays?(enabled: boolean): void;
  /** `bun:sqlite` */
  finalize?(): void;
}

/**
 * What the store needs of a connection: a `DatabaseSync` of `node:sqlite`, a `Database` of better-sqlite3 or of
 * `bun:sqlite`, as they are.
 */
export interface SqliteClient {
  prepare(text: string): SqliteStatement;
  close(): unknown;
}
