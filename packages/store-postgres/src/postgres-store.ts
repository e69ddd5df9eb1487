import { type Migration, migrations, type SqlStore, sqlStore } from "@sess/sql";
import { pgDriver } from "./pg-driver.ts";
import { pgliteDriver } from "./pglite-driver.ts";
import type { PostgresClient } from "./postgres-client.ts";
import { postgresDialect } from "./postgres-dialect.ts";
import type { PostgresDriver } from "./postgres-driver.ts";
import { postgresExecutor } from "./postgres-executor.ts";
import { postgresJsDriver } from "./postgres-js-driver.ts";
import { checkedOptions, type PostgresStoreOptions } from "./postgres-options.ts";

/**
 * Sessions in PostgreSQL, over pg, postgres.js or PGlite. Each call is one statement, and that a transaction of its own.
 * Call `migrate()` once when the server starts.
 *
 * A pool of pg tells of connections that were lost while idle by an event, which ends the process where nobody listens:
 * listen on a pool of your own (`pool.on("error", …)`). On one that the function `client` opened, the store does.
 *
 * @throws TypeError for an unknown or impossible option, and whatever `client` throws
 *
 * @example
 * import { Pool } from "pg";
 *
 * const store = postgresStore({
 *   client: () => new Pool({ connectionString: process.env.DATABASE_URL }),
 * });
 * await store.migrate();
 */
export function postgresStore(options: PostgresStoreOptions): SqlStore {
  const { client, opened, table, prepare, maxBytes } = checkedOptions(options);
  // The calls under way on a lost connection have failed by themselves; a pool opens another for the next one.
  if (opened && "on" in client) client.on("error", () => undefined);
  const embedded = "waitReady" in client;
  return sqlStore({
    executor: postgresExecutor(driverOf(client, prepare), opened),
    dialect: postgresDialect,
    table,
    abilities: {
      durable: !embedded || !(client.dataDir ?? "memory:").startsWith("memory:"),
      shared: !embedded,
      mayBeStale: false,
      maxBytes,
    },
  });
}

function driverOf(client: PostgresClient, prepare: boolean): PostgresDriver {
  if ("unsafe" in client) return postgresJsDriver(client, prepare);
  return "waitReady" in client ? pgliteDriver(client) : pgDriver(client, prepare);
}

/**
 * The SQL of every migration, for those who apply SQL by their own tool and not by `migrate()`.
 *
 * @throws TypeError where `table` is no plain name
 *
 * @example
 * const script = postgresMigrations()
 *   .flatMap((migration) => migration.statements)
 *   .map((statement) => `${statement};\n`)
 *   .join("");
 */
export function postgresMigrations(table?: string): readonly Migration[] {
  return migrations(postgresDialect, table);
}
