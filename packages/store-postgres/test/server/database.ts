import { serverUrl } from "@sess-tests/servers";
import pg from "pg";
import postgres from "postgres";

let tables = 0;

/** The name of a table that no other test uses. */
export function freshTable(): string {
  return `t_${process.pid}_${++tables}`;
}

/** A pool of pg, with settings of the server for its connections. */
export function pgPool(settings?: Readonly<Record<string, string>>, config?: pg.PoolConfig): pg.Pool {
  return new pg.Pool({ connectionString: serverUrl("postgres"), options: asOptions(settings), ...config });
}

/** Settings of the server, as a connection string or pg takes them. */
export function asOptions(settings: Readonly<Record<string, string>> = {}): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replaceAll(" ", "\\ ")}`)
    .join(" ");
}

/** A pool of postgres.js. */
export function postgresJs(options?: postgres.Options<Record<string, postgres.PostgresType>>): postgres.Sql {
  return postgres(serverUrl("postgres"), { onnotice: () => {}, ...options });
}

/** For what tests ask of the server themselves. */
export const admin: pg.Pool = pgPool({}, { max: 2, allowExitOnIdle: true });

export async function dropTable(table: string): Promise<void> {
  await admin.query(
    `SET client_min_messages = warning; DROP TABLE IF EXISTS "${table}", "${table}_migration"`,
  );
}
