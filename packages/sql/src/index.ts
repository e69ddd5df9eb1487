export type { SqlDialect } from "./dialect.ts";
export type { SqlConnection, SqlExecutor, SqlRow, SqlStatement, SqlValue } from "./executor.ts";
export { defaultTable, type Migration, migrations } from "./schema.ts";
export { type SqlStore, type SqlStoreOptions, sqlStore } from "./sql-store.ts";
