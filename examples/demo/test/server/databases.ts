import { randomBytes } from "node:crypto";
import { serverUrl } from "@sess-tests/servers";
import { createConnection } from "mysql2/promise";
import { Client } from "pg";

/** A database that is gone after the tests. */
export interface Database {
  readonly url: string;
  drop(): Promise<void>;
}

/** An empty database on the PostgreSQL that the test run shares. */
export async function postgresDatabase(): Promise<Database> {
  const name = newName();
  const run = async (statement: string) => {
    const client = new Client(serverUrl("postgres"));
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await run(`CREATE DATABASE ${name}`);
  return {
    url: withPath(serverUrl("postgres"), name),
    drop: () => run(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}

/** The same on MariaDB. */
export async function mysqlDatabase(): Promise<Database> {
  const name = newName();
  const run = async (statement: string) => {
    const connection = await createConnection(serverUrl("mysql"));
    await connection.query(statement);
    await connection.end();
  };
  await run(`CREATE DATABASE ${name}`);
  return { url: withPath(serverUrl("mysql"), name), drop: () => run(`DROP DATABASE ${name}`) };
}

const newName = () => `demo_${randomBytes(6).toString("hex")}`;

function withPath(url: string, path: string): string {
  return Object.assign(new URL(url), { pathname: path }).href;
}
