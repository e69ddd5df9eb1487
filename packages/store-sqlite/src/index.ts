export type { SqliteClient, SqliteStatement } from "./sqlite-client.ts";
export type { SqliteStoreOptions } from "./sqlite-options.ts";
export { type SqliteStore, sqliteMigrations, sqliteStore } from "./sqlite-store.ts";
