import { Buffer } from "node:buffer";
import type { SessionRecord } from "@sess/core";
import { type Migration, migrations, type SqlStore, sqlStore } from "@sess/sql";
import { longest, mysqlDialect } from "./mysql-dialect.ts";
import { mysqlExecutor } from "./mysql-executor.ts";
import { checkedOptions, type MysqlStoreOptions } from "./mysql-options.ts";

/**
 * Sessions in MySQL (8.0 or newer) or MariaDB (10.6 or newer), over `mysql2` or `mariadb`. Call `migrate()` once when
 * the server starts. Every statement is its own transaction, so an acknowledged write is kept; autocommit must be on,
 * as it is by default. A statement that the server undid because of a deadlock is run again.
 *
 * @throws TypeError for an unknown or impossible option
 *
 * @example
 * import { createPool } from "mysql2/promise";
 *
 * const store = mysqlStore({ client: () => createPool("mysql://user:password@localhost/app") });
 * await store.migrate();
 */
export function mysqlStore(options: MysqlStoreOptions): SqlStore {
  const { client, table, maxBytes } = checkedOptions(options);
  const store = sqlStore({
    executor: mysqlExecutor(client),
    dialect: mysqlDialect,
    table,
    abilities: { durable: true, shared: true, mayBeStale: false, maxBytes },
  });
  // A connection without the flag FOUND_ROWS does not count a row that was like this before. No version comes back, so a
  // row that still has it had it then.
  const stillHas = async (key: string, version: string, now: number) =>
    (await store.read(key, now))?.version === version;
  return {
    ...store,
    async write(key, record, expected, now) {
      refuseTooLong(key, record);
      if (await store.write(key, record, expected, now)) return true;
      return record.version === expected && stillHas(key, expected, now);
    },
    async touch(key, expiresAt, expected, now) {
      return (await store.touch(key, expiresAt, expected, now)) || stillHas(key, expected, now);
    },
  };
}

/** Without its strict mode, the server would cut them off and say nothing. */
function refuseTooLong(key: string, { version, owner = "" }: SessionRecord): void {
  for (const [name, value] of Object.entries({ key, version, owner })) {
    const bytes = Buffer.byteLength(value);
    const most = longest[name as keyof typeof longest];
    if (bytes > most) {
      throw new RangeError(
        `[sess] The MySQL store keeps a ${name} of at most ${most} bytes. Received ${bytes}.`,
      );
    }
  }
}

/**
 * The SQL of every migration, for those who apply SQL by their own tool and not by `migrate()`. Each statement can be
 * applied again where the one behind it failed.
 *
 * @throws TypeError where `table` is no plain name
 *
 * @example
 * const script = mysqlMigrations()
 *   .flatMap((migration) => migration.statements)
 *   .map((statement) => `${statement};\n`)
 *   .join("");
 */
export function mysqlMigrations(table?: string): readonly Migration[] {
  return migrations(mysqlDialect, table);
}
