import { assertMaxBytes, assertOptionNames, invalidOption } from "@sess/core";
import type { PostgresClient } from "./postgres-client.ts";

/** Options of `postgresStore`. */
export interface PostgresStoreOptions {
  /**
   * A `Pool` or a connected `Client` of pg, what `postgres()` of postgres.js gives, or a `PGlite`; or a function that
   * opens one, called at once. The store closes only what the function opened. Best a pool: on a single connection the
   * store's statements become part of whatever transaction you leave open there.
   */
  readonly client: PostgresClient | (() => PostgresClient);
  /**
   * The table: a plain name of at most 48 characters, in the first schema of the connection's `search_path`. Several
   * apps in one schema take several tables.
   * @default "sess_session"
   */
  readonly table?: string;
  /**
   * Statements are prepared once on each connection. False is for connection poolers that lend connections by
   * transaction and know no prepared statements, as PgBouncer before 1.21.
   * @default true
   */
  readonly prepare?: boolean;
  /**
   * How many bytes of UTF-8 the data of a session may have, as core then enforces.
   * @default no limit but PostgreSQL's own of a gigabyte
   */
  readonly maxBytes?: number;
}

const names = ["client", "table", "prepare", "maxBytes"];

/** The options with their defaults. Throws a `TypeError` for an unknown or impossible one; `table` is checked later. */
export function checkedOptions(options: PostgresStoreOptions): {
  readonly client: PostgresClient;
  /** Whether the client was opened for the store alone. */
  readonly opened: boolean;
  readonly table: string | undefined;
  readonly prepare: boolean;
  readonly maxBytes: number | undefined;
} {
  assertOptionNames(options, names);
  const { client: given, table, prepare = true, maxBytes } = options ?? {};
  if (typeof prepare !== "boolean") throw invalidOption("prepare", "must be true or false", prepare);
  assertMaxBytes(maxBytes);
  const opened = typeof given === "function" && !("unsafe" in given);
  const client = opened ? given() : given;
  if (!isClient(client)) {
    const kinds = "a Pool or Client of pg, postgres.js or PGlite";
    throw invalidOption("client", `must be ${kinds}, or a function that opens one`, client);
  }
  return { client, opened, table, prepare, maxBytes };
}

/** Postgres.js is a function, the others are objects. */
function isClient(client: unknown): client is PostgresClient {
  if ((typeof client !== "object" && typeof client !== "function") || client === null) return false;
  return ["unsafe", "query"].some(
    (method) => typeof (client as Readonly<Record<string, unknown>>)[method] === "function",
  );
}
