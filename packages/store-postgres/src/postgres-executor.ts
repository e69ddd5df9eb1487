import type { SqlConnection, SqlExecutor } from "@sess/sql";
import type { PostgresDriver, PostgresQuery } from "./postgres-driver.ts";
import { hasCode } from "./sql-state.ts";

/** Far more than others can win in a row. */
const attempts = 50;

/** Runs the statements of the store through a client of any library. */
export function postgresExecutor(driver: PostgresDriver, closeClient: boolean): SqlExecutor {
  return {
    ...connectionBy(again(driver.query)),
    // Within a transaction nothing can be run again by itself.
    reserve: (work) => driver.reserve(async (query) => work(connectionBy(query))),
    close: () => (closeClient ? driver.end() : undefined),
  };
}

function connectionBy(query: PostgresQuery): SqlConnection {
  return {
    prepare: (text, columns) => ({
      first: async (values) => (await query(text, values, columns)).rows[0],
      all: async (values) => (await query(text, values, columns)).rows,
      run: async (values) => (await query(text, values, columns)).count,
    }),
  };
}

/**
 * Runs a statement again that PostgreSQL has undone because of another one. Two that deadlock (40P01) can be any; that
 * a row was changed meanwhile (40001) is an error only where the connection's transactions are REPEATABLE READ or
 * SERIALIZABLE. Run again, the statement sees the other's change, and its condition decides, as it does without that.
 */
function again(query: PostgresQuery): PostgresQuery {
  return async (...statement) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await query(...statement);
      } catch (error) {
        if (attempt === attempts || !hasCode(error, "40001", "40P01")) throw error;
      }
    }
  };
}
