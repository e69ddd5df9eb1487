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
      try {
        return await work(queryOn(connection));
      } finally {
        connection.release();
      }
    },
    end: () => client.end(),
  };
}
