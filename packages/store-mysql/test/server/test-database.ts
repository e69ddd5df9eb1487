import { serverUrl } from "@sess-tests/servers";
import mysql2 from "mysql2/promise";

/** Where a database is, as both clients take it. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A database of a test file's own. */
export interface TestDatabase {
  readonly address: Address;
  /** A name for a table that no other test has. */
  newTable(): string;
  /** The rows of a statement, run by an administrator. */
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Drops it. */
  drop(): Promise<void>;
}

/** Makes a database on the server of the run. */
export async function createDatabase(): Promise<TestDatabase> {
  const { hostname, port, username, password } = new URL(serverUrl("mysql"));
  const server = {
    host: hostname,
    port: Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
  const database = `sess_${process.pid}_${Math.random().toString(36).slice(2)}`;
  const admin = await mysql2.createConnection(server);
  await admin.query(`CREATE DATABASE ${database}`);
  await admin.query(`USE ${database}`);
  let tables = 0;
  return {
    address: { ...server, database },
    newTable: () => `sessions_${++tables}`,
    query: async (sql) => (await admin.query(sql))[0] as Record<string, unknown>[],
    async drop() {
      await admin.query(`DROP DATABASE ${database}`);
      await admin.end();
    },
  };
}
