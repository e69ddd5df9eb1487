import type { SqlRow, SqlValue } from "@sess/sql";

/** What a statement answered, and how many rows it wrote or removed. */
export interface PostgresAnswer {
  readonly rows: readonly SqlRow[];
  readonly count: number;
}

/** Runs a statement. Those without values are run once, in a migration: no need to prepare them. */
export type PostgresQuery = (
  text: string,
  values: readonly SqlValue[],
  columns: readonly string[],
) => Promise<PostgresAnswer>;

/** A client of any library. */
export interface PostgresDriver {
  readonly query: PostgresQuery;
  /** Calls `work` with one connection that no other statement of the store uses meanwhile. */
  reserve<T>(work: (query: PostgresQuery) => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

/** The driver of a client that is one connection: what is run on it waits for its turn. */
export function singleConnection(query: PostgresQuery, end: () => Promise<void>): PostgresDriver {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
  return {
    query: (...statement) => inTurn(() => query(...statement)),
    reserve: (work) => inTurn(() => work(query)),
    end,
  };
}
