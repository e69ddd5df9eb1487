/** What a database must answer, so that one store speaks to all of them. */
export interface SqlDialect {
  /** The database, as messages name it. */
  readonly name: string;
  /** The name in quotes: `"key"`. */
  quote(name: string): string;
  /** The placeholder of the value at `position`, counted from 1: `?` or `$1`. */
  placeholder(position: number): string;
  /** Column types. Text that is compared (keys, versions, owners) must compare by bytes: no case, accents or padding. */
  readonly types: {
    readonly key: string;
    readonly version: string;
    readonly owner: string;
    readonly data: string;
    /** At least 53 bits. */
    readonly integer: string;
    /** A date that takes the default `CURRENT_TIMESTAMP`. */
    readonly timestamp: string;
  };
  /** What follows the closing parenthesis of `CREATE TABLE`. */
  readonly tableOptions: string;
  /**
   * How an index is made: by a statement of its own, or inside `CREATE TABLE` (`INDEX`), for databases without
   * `IF NOT EXISTS` for indexes that cannot undo half of a migration either.
   */
  readonly createIndex: "CREATE INDEX IF NOT EXISTS" | "CREATE INDEX" | "INDEX";
  /** Knows `INSERT … ON CONFLICT … DO UPDATE … WHERE` and `DELETE … RETURNING`. Otherwise both take two statements. */
  readonly modern: boolean;
  /** The statement that removes rows with `expires_at < ?`, earliest first, at most `?` of them, without waiting for live ones. */
  sweep(table: string): string;
  /** Statements around a migration: they keep every other one away, and undo it where they can. */
  readonly lock: {
    readonly begin: readonly string[];
    readonly commit: readonly string[];
    readonly abort: readonly string[];
  };
  /** Whether the error says that the table or one of its columns does not exist. */
  isMissingTable(error: unknown): boolean;
  /** Whether the error says that the key is taken. Asked only where `modern` is false. */
  isDuplicateKey(error: unknown): boolean;
}
