export type {
  PgClient,
  PgConnection,
  Pglite,
  PgPool,
  PgPoolClient,
  PostgresClient,
  PostgresJs,
  PostgresJsConnection,
} from "./postgres-client.ts";
export type { PostgresStoreOptions } from "./postgres-options.ts";
export { postgresMigrations, postgresStore } from "./postgres-store.ts";
