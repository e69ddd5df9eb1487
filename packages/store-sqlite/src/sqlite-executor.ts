import type { SqlExecutor, SqlRow, SqlStatement } from "@sess/sql";
import type { SqliteClient, SqliteStatement } from "./sqlite-client.ts";

/** Runs statements on one connection. Everything is synchronous. */
export function sqliteExecutor(client: SqliteClient, closeClient: boolean): SqlExecutor {
  const prepared = new Set<SqliteStatement>();

  function prepare(text: string): SqlStatement {
    let statement: SqliteStatement | undefined;
    const ready = (): SqliteStatement => {
      if (statement) return statement;
      statement = client.prepare(text);
      statement.setReturnArrays?.(false);
      prepared.add(statement);
      return statement;
    };
    return {
      // Bun answers null where there is no row.
      first: (values) => (ready().get(...values) ?? undefined) as SqlRow | undefined,
      all: (values) => ready().all(...values) as SqlRow[],
      run: (values) => Number(ready().run(...values).changes),
    };
  }

  const executor: SqlExecutor = {
    prepare,
    reserve: (work) => work(executor),
    close() {
      for (const statement of prepared) statement.finalize?.();
      prepared.clear();
      if (closeClient) client.close();
    },
  };
  return executor;
}
