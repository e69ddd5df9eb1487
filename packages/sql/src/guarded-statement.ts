import { type Awaitable, SessError } from "@sess/core";
import type { SqlDialect } from "./dialect.ts";
import type { SqlStatement } from "./executor.ts";
import { recover } from "./recover.ts";

/**
 * The statement, which runs where `assertOpen()` throws nothing, and says what to do where the table is missing. Any other
 * error is the backend's own and passes: core wraps it.
 */
export function guardedStatement(
  statement: SqlStatement,
  dialect: SqlDialect,
  table: string,
  assertOpen: () => void,
): SqlStatement {
  const fail = (error: unknown): never => {
    if (!dialect.isMissingTable(error)) throw error;
    throw new SessError(
      "ERR_SESS_STORE_NOT_MIGRATED",
      `The ${dialect.name} store found no table "${table}" in the version it needs. Call \`await store.migrate()\` when the server starts, or apply the SQL of its migrations.`,
      { cause: error },
    );
  };
  const guard = <T>(run: () => Awaitable<T>): Awaitable<T> => {
    assertOpen();
    return recover(run, fail);
  };
  return {
    first: (values) => guard(() => statement.first(values)),
    all: (values) => guard(() => statement.all(values)),
    run: (values) => guard(() => statement.run(values)),
  };
}
