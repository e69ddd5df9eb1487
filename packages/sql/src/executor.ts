import type { Awaitable } from "@sess/core";

/** What the store passes as a value. */
export type SqlValue = string | number | null;

/** A row by column name. Numbers may come as text or bigint, as drivers like. */
export type SqlRow = Readonly<Record<string, unknown>>;

/** One statement, prepared at its first use and kept. Synchronous drivers answer at once. */
export interface SqlStatement {
  /** The first row, or undefined. */
  first(values: readonly SqlValue[]): Awaitable<SqlRow | undefined>;
  all(values: readonly SqlValue[]): Awaitable<readonly SqlRow[]>;
  /** How many rows it wrote or removed. An update counts the rows it matched, also where nothing in them changed. */
  run(values: readonly SqlValue[]): Awaitable<number>;
}

/** What runs statements. */
export interface SqlConnection {
  /**
   * Must not touch the database: the table may not be there yet. `columns` names what a row of the answer has, in order,
   * for drivers that give arrays or rename columns.
   */
  prepare(text: string, columns: readonly string[]): SqlStatement;
}

/** A database as the store sees it: a connection, or a pool that lends a connection for each statement. */
export interface SqlExecutor extends SqlConnection {
  /** Calls `work` with one connection that nobody else uses meanwhile, for transactions. */
  reserve<T>(work: (connection: SqlConnection) => Awaitable<T>): Awaitable<T>;
  /** Releases the prepared statements, and the connection where the store opened it itself. */
  close(): Awaitable<void>;
}
