import { type Awaitable, assertMaxBytes, assertOptionNames, invalidOption } from "@sess/core";
import type { MysqlClient } from "./mysql-client.ts";

/** Options of `mysqlStore`. */
export interface MysqlStoreOptions {
  /**
   * A pool of `mysql2` or `mariadb`, or a connection; or a function that opens one, called at the first use and again
   * where it failed. The store ends only what the function opened. Take a pool for a server: a connection that is lost
   * stays lost, and a transaction that you leave open on it holds the sessions' writes back with yours.
   */
  readonly client: MysqlClient | (() => Awaitable<MysqlClient>);
  /**
   * The table: a plain name of at most 48 characters, in the database that the client has chosen. Several apps in one
   * database take several tables.
   * @default "sess_session"
   */
  readonly table?: string;
  /**
   * How many bytes of UTF-8 the data of a session may have, as core then enforces. The server's own limit is
   * `max_allowed_packet` (16 MB on MariaDB, 64 MB on MySQL).
   * @default no limit but the server's
   */
  readonly maxBytes?: number;
}

const names = ["client", "table", "maxBytes"];

/** The options, checked. Throws a `TypeError` for an unknown or impossible one; `table` is checked later. */
export function checkedOptions(options: MysqlStoreOptions): {
  readonly client: MysqlStoreOptions["client"];
  readonly table: string | undefined;
  readonly maxBytes: number | undefined;
} {
  assertOptionNames(options, names);
  const { client, table, maxBytes } = options ?? {};
  if (typeof client !== "function" && !isClient(client)) {
    throw invalidOption(
      "client",
      "must be a pool or connection of mysql2 or mariadb, or a function that opens one",
      client,
    );
  }
  assertMaxBytes(maxBytes);
  return { client, table, maxBytes };
}

function isClient(client: unknown): boolean {
  const { execute, promise } = (client ?? {}) as Record<string, unknown>;
  return typeof execute === "function" || typeof promise === "function";
}
