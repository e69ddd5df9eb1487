import type { SqlRow, SqlValue } from "@sess/sql";

/** What the store needs of a connection of pg. */
export interface PgConnection {
  /** With a name, the connection keeps the statement prepared. */
  query(query: {
    readonly name?: string;
    readonly text: string;
    readonly values: SqlValue[];
  }): Promise<{ readonly rows: SqlRow[]; readonly rowCount: number | null }>;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/** What the store needs of a `Client` of pg, connected. */
export interface PgClient extends PgConnection {
  end(): Promise<void>;
}

/** What the store needs of a `Pool` of pg, and of those that are made like it. */
export interface PgPool extends PgClient {
  readonly totalCount: number;
  connect(): Promise<PgPoolClient>;
}

/** A connection that a `Pool` of pg has lent. */
export interface PgPoolClient extends PgConnection {
  /** With true, the pool drops the connection. */
  release(broken?: boolean): void;
}

/** What the store needs of a connection of postgres.js. */
export interface PostgresJsConnection {
  unsafe(
    text: string,
    values?: SqlValue[],
    options?: { prepare?: boolean },
  ): { values(): PromiseLike<readonly (readonly unknown[])[] & { readonly count: number | null }> };
}

/** What the store needs of `postgres()`, the pool of postgres.js. */
export interface PostgresJs extends PostgresJsConnection {
  reserve(): Promise<PostgresJsConnection & { release(): void }>;
  /** `timeout` is in seconds. */
  end(options: { timeout: number }): Promise<void>;
}

/** What the store needs of a `PGlite`. */
export interface Pglite {
  query(
    text: string,
    values?: SqlValue[],
  ): Promise<{ readonly rows: unknown[]; readonly affectedRows?: number }>;
  close(): Promise<void>;
  readonly waitReady: Promise<void>;
  readonly dataDir?: string;
}

/** A client of one of the libraries that the store knows, as it is. */
export type PostgresClient = PgPool | PgClient | PostgresJs | Pglite;
