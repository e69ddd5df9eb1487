import { DatabaseSync } from "node:sqlite";
import type { SqlConnection, SqlDialect, SqlExecutor, SqlRow, SqlStatement } from "@sess/sql";

/** SQLite, as a dialect of its own for the tests of this package. */
export const modern: SqlDialect = {
  name: "test",
  quote: (name) => `"${name}"`,
  placeholder: () => "?",
  types: { key: "TEXT", version: "TEXT", owner: "TEXT", data: "TEXT", integer: "INTEGER", timestamp: "TEXT" },
  tableOptions: "",
  createIndex: "CREATE INDEX IF NOT EXISTS",
  modern: true,
  sweep: (table) =>
    `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE expires_at < ? ORDER BY expires_at LIMIT ?)`,
  lock: { begin: ["BEGIN IMMEDIATE"], commit: ["COMMIT"], abort: ["ROLLBACK"] },
  isMissingTable: (error) => error instanceof Error && error.message.includes("no such table"),
  isDuplicateKey: (error) => error instanceof Error && error.message.includes("UNIQUE constraint failed"),
};

/** As for a database that knows neither `ON CONFLICT` nor `RETURNING`, with backticks and numbered placeholders. */
export const plain: SqlDialect = {
  ...modern,
  quote: (name) => `\`${name}\``,
  placeholder: (position) => `?${position}`,
  createIndex: "CREATE INDEX",
  modern: false,
};

/** What a test can see of an executor. */
export interface TestExecutor extends SqlExecutor {
  readonly client: DatabaseSync;
  /** Every statement that was run, in order. */
  readonly ran: string[];
}

/** A database in memory whose driver answers at once. */
export function synchronous(client: DatabaseSync = new DatabaseSync(":memory:")): TestExecutor {
  const ran: string[] = [];
  const prepare = (text: string): SqlStatement => {
    const ready = () => {
      ran.push(text);
      return client.prepare(text);
    };
    return {
      first: (values) => ready().get(...values),
      all: (values) => ready().all(...values),
      run: (values) => Number(ready().run(...values).changes),
    };
  };
  const executor: TestExecutor = {
    client,
    ran,
    prepare,
    reserve: (work) => work(executor),
    close: () => client.close(),
  };
  return executor;
}

/** The same with a driver that answers later, gives numbers as text, and lends its one connection in turn. */
export function asynchronous(client: DatabaseSync = new DatabaseSync(":memory:")): TestExecutor {
  const inner = synchronous(client);
  let lent: Promise<unknown> = Promise.resolve();
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const asText = (row: SqlRow): SqlRow =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, typeof value === "number" ? String(value) : value]),
    );
  const connection: SqlConnection = {
    prepare(text, columns) {
      const statement = inner.prepare(text, columns);
      return {
        async first(values) {
          await turn();
          const row = await statement.first(values);
          await turn();
          return row && asText(row);
        },
        async all(values) {
          await turn();
          return (await statement.all(values)).map(asText);
        },
        async run(values) {
          await turn();
          return statement.run(values);
        },
      };
    },
  };
  const queued = <T>(work: () => PromiseLike<T> | T): Promise<T> => {
    const result = lent.then(work);
    lent = result.catch(() => undefined);
    return result;
  };
  return {
    client,
    ran: inner.ran,
    prepare(text, columns) {
      const statement = connection.prepare(text, columns);
      return {
        first: (values) => queued(() => statement.first(values)),
        all: (values) => queued(() => statement.all(values)),
        run: (values) => queued(() => statement.run(values)),
      };
    },
    reserve: (work) => queued(() => work(connection)),
    close: () => queued(() => client.close()),
  };
}
