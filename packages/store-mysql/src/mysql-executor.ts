import { Buffer } from "node:buffer";
import type { Awaitable } from "@sess/core";
import type { SqlConnection, SqlExecutor, SqlRow, SqlValue } from "@sess/sql";
import { afterDeadlock } from "./deadlock.ts";
import type { MysqlClient, MysqlConnection, MysqlPool, MysqlStatement, MysqlValue } from "./mysql-client.ts";

/**
 * What ends before the next one may reserve a connection that is no pool: a lock by name does not keep out its own
 * connection.
 */
const turns = new WeakMap<MysqlConnection, Promise<unknown>>();

/** Runs statements on a pool or a connection; on one that a function opens, at the first use. */
export function mysqlExecutor(client: MysqlClient | (() => Awaitable<MysqlClient>)): SqlExecutor {
  const opens = typeof client === "function";
  let connected: Promise<MysqlPool | MysqlConnection> | undefined;

  async function connect(): Promise<MysqlPool | MysqlConnection> {
    const given = opens ? await client() : client;
    return "promise" in given ? given.promise() : given;
  }

  function ready(): Promise<MysqlPool | MysqlConnection> {
    connected ??= connect().catch((error: unknown) => {
      // The next call tries again.
      connected = undefined;
      throw error;
    });
    return connected;
  }

  return {
    ...connection(ready),
    async reserve(work) {
      const own = await ready();
      if ("getConnection" in own) {
        const lent = await own.getConnection();
        try {
          return await work(connection(() => lent));
        } finally {
          await lent.release();
        }
      }
      const turn = (turns.get(own) ?? Promise.resolve()).then(() => work(connection(() => own)));
      turns.set(
        own,
        turn.catch(() => undefined),
      );
      return turn;
    },
    async close() {
      // Where it could not be opened, there is nothing to end, and whoever used it has been told.
      if (opens) await (await connected?.catch(() => undefined))?.end();
    },
  };
}

function connection(ready: () => Awaitable<MysqlConnection>): SqlConnection {
  return {
    prepare(text) {
      const statement: MysqlStatement = {
        sql: text,
        rowsAsArray: false,
        nestTables: false,
        namedPlaceholders: false,
        metaAsArray: true,
        typeCast: (_field, next) => next(),
      };
      const execute = async (values: readonly SqlValue[]): Promise<unknown> => {
        const answer = await (await ready()).execute(statement, values.map(parameter));
        return (answer as readonly unknown[])[0];
      };
      const all = async (values: readonly SqlValue[]) => (await execute(values)) as readonly SqlRow[];
      return {
        all,
        first: async (values) => (await all(values))[0],
        async run(values) {
          const result = await afterDeadlock(() => execute(values));
          return (result as { readonly affectedRows: number }).affectedRows;
        },
      };
    },
  };
}

function parameter(value: SqlValue): MysqlValue {
  if (typeof value === "string") return Buffer.from(value);
  return value === null ? null : BigInt(value);
}
