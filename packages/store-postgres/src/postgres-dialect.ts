import type { SqlDialect } from "@sess/sql";
import { hasCode } from "./sql-state.ts";

/** By bytes, whatever the collation of the database is. */
const name = 'TEXT COLLATE "C"';

/** PostgreSQL 12 or newer. */
export const postgresDialect: SqlDialect = {
  name: "PostgreSQL",
  quote: (identifier) => `"${identifier}"`,
  placeholder: (position) => `$${position}`,
  types: { key: name, version: name, owner: name, data: "TEXT", integer: "BIGINT", timestamp: "TIMESTAMPTZ" },
  tableOptions: "",
  createIndex: "CREATE INDEX IF NOT EXISTS",
  modern: true,
  // A row that is being touched or written is locked, and will not be expired: passed over, not waited for.
  sweep: (table) =>
    `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE expires_at < ? ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED))`,
  lock: {
    begin: [
      // So that after waiting for the lock it sees what the other process did, whatever the server's default is.
      "BEGIN ISOLATION LEVEL READ COMMITTED",
      "SET LOCAL client_min_messages = warning",
      // "sess" as a number. It ends with the transaction, also behind a pool that lends connections by transaction.
      `SELECT pg_advisory_xact_lock(${0x73657373})`,
    ],
    commit: ["COMMIT"],
    abort: ["ROLLBACK"],
  },
  isMissingTable: (error) => hasCode(error, "42P01", "42703"),
  isDuplicateKey: (error) => hasCode(error, "23505"),
};
