import type { SqlDialect } from "@sess/sql";

/**
 * How many bytes the columns hold. Together they stay below the 3,072 bytes of an index. The longest owner that core
 * accepts takes 600 bytes, and a prefix 65.
 */
export const longest = { key: 512, version: 64, owner: 1_024 } as const;

/**
 * MySQL 8.0 and MariaDB 10.6 or newer, where `SKIP LOCKED` begins. Everything is kept as bytes: these are the only
 * columns that compare blanks at the end on both, and that give the same text back whatever the connection's character
 * set is.
 */
export const mysqlDialect: SqlDialect = {
  name: "MySQL",
  quote: (name) => `\`${name}\``,
  placeholder: () => "?",
  types: {
    key: `VARBINARY(${longest.key})`,
    version: `VARBINARY(${longest.version})`,
    owner: `VARBINARY(${longest.owner})`,
    data: "LONGBLOB",
    integer: "BIGINT",
    timestamp: "DATETIME",
  },
  tableOptions: " ENGINE=InnoDB ROW_FORMAT=DYNAMIC",
  createIndex: "INDEX",
  modern: false,
  // A plain DELETE with LIMIT locks the first live row behind the last expired one, and waits for whoever holds it. The
  // deadline in the join keeps a row that was replaced meanwhile, the hints keep every plan from reading more rows.
  sweep: (table) =>
    `DELETE swept FROM (SELECT \`key\`, expires_at FROM ${table} FORCE INDEX (${expiryIndex(table)}) WHERE expires_at < ? ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED) AS expired STRAIGHT_JOIN ${table} AS swept ON swept.\`key\` = expired.\`key\` AND swept.expires_at = expired.expires_at`,
  // A statement that changes tables ends a transaction, so a lock by name stands around them. It waits for a year.
  lock: {
    begin: ["DO GET_LOCK('sess_migration', 31536000)"],
    commit: ["DO RELEASE_LOCK('sess_migration')"],
    abort: ["DO RELEASE_LOCK('sess_migration')"],
  },
  isMissingTable: (error) => [1054, 1146].includes(errorNumber(error)),
  isDuplicateKey: (error) => errorNumber(error) === 1062,
};

/** The server's number of an error, as both clients give it; 0 where the error is no server's. */
export function errorNumber(error: unknown): number {
  return Number((error as { readonly errno?: unknown } | null)?.errno) || 0;
}

function expiryIndex(quotedTable: string): string {
  return `${quotedTable.slice(0, -1)}_expires_at\``;
}
