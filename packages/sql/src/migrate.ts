import { type Awaitable, chain } from "@sess/core";
import type { SqlDialect } from "./dialect.ts";
import type { SqlConnection, SqlExecutor } from "./executor.ts";
import { recover } from "./recover.ts";
import { createJournal, type Migration, readJournal } from "./schema.ts";

/**
 * Applies those of `known` that the journal does not name, oldest first, and answers with them. Any number of processes
 * may do so at once: one works, the others wait and find nothing left. Versions newer than `known` are left alone, so
 * that an older process can start beside a newer one.
 */
export function applyMigrations(
  executor: SqlExecutor,
  dialect: SqlDialect,
  table: string,
  known: readonly Migration[],
): Awaitable<readonly Migration[]> {
  const missing = (connection: SqlConnection) =>
    chain(connection.prepare(readJournal(dialect, table), ["version"]).all([]), (rows) => {
      const applied = new Set(rows.map((row) => Number(row.version)));
      return known.filter((migration) => !applied.has(migration.version));
    });
  const apply = (connection: SqlConnection) => {
    const made = run(connection, [createJournal(dialect, table)]);
    const pending = chain(made, () => missing(connection));
    return chain(pending, (list) => {
      const done = inOrder(list, (migration) => run(connection, migration.statements));
      return chain(done, () => list);
    });
  };

  // Asked without the lock first: a start with nothing to do waits for nobody and needs no right to create tables.
  const unlocked = recover(
    () => missing(executor),
    (error) => {
      if (dialect.isMissingTable(error)) return known;
      throw error;
    },
  );
  return chain(unlocked, (pending) =>
    pending.length === 0 ? pending : executor.reserve((connection) => locked(connection, dialect, apply)),
  );
}

/** `work` with every other migration kept away; undone where it fails. */
function locked<T>(
  connection: SqlConnection,
  { lock }: SqlDialect,
  work: (connection: SqlConnection) => Awaitable<T>,
): Awaitable<T> {
  const commit = (result: T) => chain(run(connection, lock.commit), () => result);
  const abort = (error: unknown) => {
    // The error that counts is the first one: the database may have undone everything by itself.
    const undone = recover(
      () => run(connection, lock.abort),
      () => undefined,
    );
    return chain(undone, (): T => {
      throw error;
    });
  };
  return chain(run(connection, lock.begin), () => recover(() => chain(work(connection), commit), abort));
}

function run(connection: SqlConnection, texts: readonly string[]): Awaitable<void> {
  return inOrder(texts, (text) => connection.prepare(text, []).run([]));
}

function inOrder<T>(items: readonly T[], work: (item: T) => Awaitable<unknown>): Awaitable<void> {
  const [first, ...rest] = items;
  return first === undefined ? undefined : chain(work(first), () => inOrder(rest, work));
}
