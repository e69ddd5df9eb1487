import type { PostgresJs, PostgresJsConnection } from "./postgres-client.ts";
import type { PostgresDriver, PostgresQuery } from "./postgres-driver.ts";

/** Runs statements through postgres.js, which prepares by itself, and again where a connection lost it. */
export function postgresJsDriver(client: PostgresJs, prepare: boolean): PostgresDriver {
  const queryOn =
    (connection: PostgresJsConnection): PostgresQuery =>
    async (text, values, columns) => {
      const options = { prepare: prepare && values.length > 0 };
      // As arrays, because its `transform` may rename the columns of objects.
      const rows = await connection.unsafe(text, [...values], options).values();
      return {
        rows: rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]]))),
        count: rows.count ?? 0,
      };
    };
  return {
    query: queryOn(client),
    async reserve(work) {
      const connection = await client.reserve();
      const query = queryOn(connection);
      let lost: unknown;
      try {
        return await work(async (...statement) => {
          if (lost !== undefined) throw lost;
          try {
            return await query(...statement);
          } catch (error) {
            if (!isFromServer(error)) lost = error;
            throw error;
          }
        });
      } finally {
        // One that is lost must not be used or given back: postgres.js 3.4 would write to it, and end the process
        // (porsager/postgres#1208).
        if (lost === undefined) connection.release();
      }
    },
    // Without a limit it waits for ever where a connection was lost with a statement under way.
    end: () => client.end({ timeout: 5 }),
  };
}

function isFromServer(error: unknown): boolean {
  return error instanceof Error && "severity" in error;
}
