import type { SqlDialect } from "./dialect.ts";

/** The text of every statement of the store. Each operation is one of them; without `dialect.modern` two are pairs. */
export interface StatementTexts {
  /** key, now → the live record */
  readonly read: string;
  /** key, record, now: keeps the record where there is no live one. Not `modern`: fails where there is any row. */
  readonly insert: string;
  /** record, key, now: takes the place of an expired row. Only where not `modern`. */
  readonly replaceExpired: string;
  /** record, key, version, now */
  readonly update: string;
  /** expires_at, key, version, now */
  readonly touch: string;
  /** key */
  readonly remove: string;
  /** now, limit */
  readonly sweep: string;
  /** owner, now, last key, limit → the live records after that key */
  readonly listOwner: string;
  /** owner, key to keep → the removed keys. Not `modern`: the keys to remove. */
  readonly removeOwner: string;
  /** key, owner. Only where not `modern`. */
  readonly removeOwned: string;
}

/** The columns of a record, in the order in which statements take and give them. */
export const columns: readonly string[] = ["version", "expires_at", "ends_at", "owner", "data"];

export function statementTexts(dialect: SqlDialect, table: string): StatementTexts {
  const name = dialect.quote(table);
  const key = dialect.quote("key");
  const sets = columns.map((column) => `${column} = ?`).join(", ");
  const copies = columns.map((column) => `${column} = excluded.${column}`).join(", ");
  const insert = `INSERT INTO ${name} (${key}, ${columns.join(", ")}) VALUES (?, ?, ?, ?, ?, ?)`;
  const owned = `WHERE owner = ? AND ${key} <> ?`;
  const texts: StatementTexts = {
    read: `SELECT ${columns.join(", ")} FROM ${name} WHERE ${key} = ? AND expires_at > ?`,
    insert: dialect.modern
      ? `${insert} ON CONFLICT (${key}) DO UPDATE SET ${copies} WHERE ${name}.expires_at <= ?`
      : insert,
    replaceExpired: `UPDATE ${name} SET ${sets} WHERE ${key} = ? AND expires_at <= ?`,
    update: `UPDATE ${name} SET ${sets} WHERE ${key} = ? AND version = ? AND expires_at > ?`,
    touch: `UPDATE ${name} SET expires_at = ? WHERE ${key} = ? AND version = ? AND expires_at > ?`,
    remove: `DELETE FROM ${name} WHERE ${key} = ?`,
    sweep: dialect.sweep(name),
    listOwner: `SELECT ${key}, ${columns.join(", ")} FROM ${name} WHERE owner = ? AND expires_at > ? AND ${key} > ? ORDER BY ${key} LIMIT ?`,
    removeOwner: dialect.modern
      ? `DELETE FROM ${name} ${owned} RETURNING ${key}`
      : `SELECT ${key} FROM ${name} ${owned}`,
    removeOwned: `DELETE FROM ${name} WHERE ${key} = ? AND owner = ?`,
  };
  const numbered = Object.entries(texts).map(([statement, text]) => [statement, number(text, dialect)]);
  return Object.fromEntries(numbered) as StatementTexts;
}

function number(text: string, dialect: SqlDialect): string {
  let position = 0;
  return text.replaceAll("?", () => dialect.placeholder(++position));
}
