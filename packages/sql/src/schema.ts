import { invalidOption } from "@sess/core";
import type { SqlDialect } from "./dialect.ts";

/** The table where none is named. */
export const defaultTable = "sess_session";

/** One step from a version of the table to the next. */
export interface Migration {
  /** Counted from 1, without gaps. */
  readonly version: number;
  /** What it does, in a word or two. */
  readonly name: string;
  /** Its statements, the entry in the journal included. */
  readonly statements: readonly string[];
}

/**
 * Every migration of the table, oldest first, for those who apply SQL by their own tool. Applying them by hand and by
 * `migrate()` can be mixed: both write the journal, a table named like the sessions' with `_migration` behind it.
 *
 * @throws TypeError where `table` is no plain name
 *
 * @example
 * declare const dialect: SqlDialect;
 * const script = migrations(dialect)
 *   .flatMap((migration) => migration.statements)
 *   .map((statement) => `${statement};\n`)
 *   .join("");
 */
export function migrations(dialect: SqlDialect, table: string = defaultTable): readonly Migration[] {
  const { types, quote, createIndex } = dialect;
  const name = quote(checkedTable(table));
  const inside = createIndex === "INDEX";
  const index = (purpose: string, columns: string) =>
    `${createIndex} ${quote(`${table}_${purpose}`)} ${inside ? "" : `ON ${name} `}(${columns})`;
  const indexes = [
    index("expires_at", "expires_at"),
    // With the key, so that a page of an owner's sessions is read in order without sorting.
    index("owner", `owner, ${quote("key")}`),
  ];
  const parts = [
    `${quote("key")} ${types.key} NOT NULL PRIMARY KEY`,
    `version ${types.version} NOT NULL`,
    `expires_at ${types.integer} NOT NULL`,
    `ends_at ${types.integer} NOT NULL`,
    `owner ${types.owner}`,
    `data ${types.data} NOT NULL`,
    ...(inside ? indexes : []),
  ];
  const journal = quote(journalOf(table));
  const steps: readonly (readonly [name: string, statements: readonly string[]])[] = [
    [
      "create the table",
      [
        createJournal(dialect, table),
        `CREATE TABLE IF NOT EXISTS ${name} (\n  ${parts.join(",\n  ")}\n)${dialect.tableOptions}`,
        ...(inside ? [] : indexes),
      ],
    ],
  ];
  return steps.map(([step, statements], at) => ({
    version: at + 1,
    name: step,
    statements: [...statements, `INSERT INTO ${journal} (version, name) VALUES (${at + 1}, '${step}')`],
  }));
}

/** The statement that makes the journal, and does nothing where it is there. */
export function createJournal({ types, quote, tableOptions }: SqlDialect, table: string): string {
  return `CREATE TABLE IF NOT EXISTS ${quote(journalOf(table))} (
  version ${types.integer} NOT NULL PRIMARY KEY,
  name ${types.owner} NOT NULL,
  applied_at ${types.timestamp} NOT NULL DEFAULT CURRENT_TIMESTAMP
)${tableOptions}`;
}

/** The statement that reads which versions were applied. */
export function readJournal({ quote }: SqlDialect, table: string): string {
  return `SELECT version FROM ${quote(journalOf(table))}`;
}

function journalOf(table: string): string {
  return `${table}_migration`;
}

/** `table`, where it is a name that needs no care in any database. */
export function checkedTable(table: string): string {
  if (typeof table === "string" && /^[a-z_][a-z0-9_]{0,47}$/i.test(table)) return table;
  throw invalidOption(
    "table",
    "must be a name of at most 48 letters, digits and underscores that does not begin with a digit",
    table,
  );
}
