import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { postgresMigrations, postgresStore } from "@sess/store-postgres";
import { serverUrl } from "@sess-tests/servers";
import { afterEach, describe, expect, it } from "vitest";
import { admin, dropTable, freshTable, pgPool, postgresJs } from "./database.ts";

const now = Date.UTC(2040, 0, 1);
const record = { version: "v1", expiresAt: now + 1_000, endsAt: now + 9_000, data: "{}", owner: "ann" };
const patience = 60_000;

const tidy: (() => unknown)[] = [];
afterEach(async () => {
  for (const task of tidy.splice(0).reverse()) await task();
});

function testTable(): string {
  const table = freshTable();
  tidy.push(() => dropTable(table));
  return table;
}

/** The name of a schema that is dropped with all that is in it. */
function testSchema(): string {
  const schema = freshTable();
  tidy.push(() => admin.query(`SET client_min_messages = warning; DROP SCHEMA IF EXISTS ${schema} CASCADE`));
  return schema;
}

function testPool(...settings: Parameters<typeof pgPool>): ReturnType<typeof pgPool> {
  const pool = pgPool(...settings);
  tidy.push(() => pool.end());
  return pool;
}

/** Starts the processes, and lets all of them begin at the same time. Answers how many migrations each applied. */
async function migrateAtOnce(tables: readonly string[]): Promise<number[]> {
  const module = new URL("./migrate-process.ts", import.meta.url);
  const children: ChildProcess[] = tables.map((table, index) =>
    fork(module, [index % 2 === 0 ? "pg" : "postgres.js", serverUrl("postgres"), table], {
      execArgv: [],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    }),
  );
  tidy.push(() => children.map((child) => child.kill()));
  await Promise.all(children.map((child) => once(child, "message")));
  const answers = children.map((child) => once(child, "message"));
  for (const child of children) child.send("go");
  return (await Promise.all(answers)).map(([applied]) => applied as number);
}

describe("migrate", () => {
  it(
    "is done once where ten processes start at the same time",
    async () => {
      const table = testTable();
      const applied = await migrateAtOnce(Array.from({ length: 10 }, () => table));
      expect(applied.sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
      expect((await admin.query(`SELECT version FROM ${table}_migration`)).rows).toEqual([{ version: "1" }]);
      expect((await admin.query(`SELECT count(*)::int AS n FROM ${table}`)).rows).toEqual([{ n: 10 }]);
    },
    patience,
  );

  it(
    "makes two tables at the same time",
    async () => {
      const [first, second] = [testTable(), testTable()];
      const applied = await migrateAtOnce([first, second, first, second]);
      expect(applied.sort()).toEqual([0, 0, 1, 1]);
      for (const table of [first, second]) {
        expect((await admin.query(`SELECT count(*)::int AS n FROM ${table}`)).rows).toEqual([{ n: 2 }]);
      }
    },
    patience,
  );

  it.each(["read committed", "repeatable read", "serializable"])(
    "sees what another did while it waited, where transactions are %s",
    async (isolation) => {
      const table = testTable();
      const settings = { default_transaction_isolation: isolation };
      const stores = Array.from({ length: 4 }, () => postgresStore({ client: testPool(settings), table }));
      const applied = await Promise.all(stores.map(async (store) => (await store.migrate()).length));
      expect(applied.sort()).toEqual([0, 0, 0, 1]);
    },
  );

  it("needs no right to create where nothing is missing", async () => {
    const schema = testSchema();
    await admin.query(`CREATE SCHEMA ${schema}`);
    await postgresStore({ client: testPool({ search_path: schema }) }).migrate();
    const role = `${schema}_role`;
    await admin.query(`CREATE ROLE ${role}`);
    tidy.push(() => admin.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`));
    await admin.query(`GRANT USAGE ON SCHEMA ${schema} TO ${role}`);
    await admin.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.sess_session TO ${role}`);
    await admin.query(`GRANT SELECT ON ${schema}.sess_session_migration TO ${role}`);

    const client = testPool({ search_path: schema, role });
    const store = postgresStore({ client });
    expect(await store.migrate()).toEqual([]);
    expect(await store.write("k", record, undefined, now)).toBe(true);
    expect(await store.touch("k", now + 2_000, "v1", now)).toBe(true);
    expect(await store.removeOwner("ann")).toEqual(["k"]);
    expect(await store.sweep(10, now)).toBe(0);
    const other = postgresStore({ client, table: "other" });
    await expect((async () => other.migrate())()).rejects.toThrow(/permission denied for schema/);
  });

  it("keeps the sessions of two schemas apart, by the search path", async () => {
    const schemas = [testSchema(), testSchema()];
    for (const schema of schemas) await admin.query(`CREATE SCHEMA ${schema}`);
    const stores = schemas.map((schema) => postgresStore({ client: testPool({ search_path: schema }) }));
    const applied = await Promise.all(stores.map(async (store) => (await store.migrate()).length));
    expect(applied).toEqual([1, 1]);
    const [first, second] = stores;
    await first?.write("k", record, undefined, now);
    expect(await second?.read("k", now)).toBeUndefined();
    expect(await second?.removeOwner("ann")).toEqual([]);
    expect((await admin.query(`SELECT key FROM ${schemas[0]}.sess_session`)).rows).toEqual([{ key: "k" }]);
  });

  it("undoes all of it where it fails, and gives the connection back", async () => {
    const table = testTable();
    // A view cannot have the indexes, which are made after the journal.
    await admin.query(`CREATE VIEW ${table} AS SELECT 1 AS x`);
    const client = testPool({}, { max: 1 });
    const store = postgresStore({ client, table });
    await expect((async () => store.migrate())()).rejects.toThrow();
    expect((await client.query(`SELECT to_regclass('${table}_migration') AS found`)).rows).toEqual([
      { found: null },
    ]);
    await admin.query(`DROP VIEW ${table}`);
    expect(await store.migrate()).toEqual(postgresMigrations(table));
  });

  it("says nothing on the console", async () => {
    const notices: unknown[] = [];
    const client = postgresJs({ onnotice: (notice) => notices.push(notice) });
    tidy.push(() => client.end());
    await postgresStore({ client, table: testTable() }).migrate();
    expect(notices).toEqual([]);
  });

  it("takes a table that was made from its SQL by another tool", async () => {
    const table = testTable();
    await admin.query(
      postgresMigrations(table)
        .flatMap(({ statements }) => statements)
        .join(";\n"),
    );
    const store = postgresStore({ client: testPool(), table });
    expect(await store.migrate()).toEqual([]);
    expect(await store.write("k", record, undefined, now)).toBe(true);
  });

  it("lets the store work as soon as it is done, also one that failed before", async () => {
    const table = testTable();
    const client = testPool();
    const store = postgresStore({ client, table });
    const code = "ERR_SESS_STORE_NOT_MIGRATED";
    await expect((async () => store.read("k", now))()).rejects.toMatchObject({ code });
    await postgresStore({ client: testPool(), table }).migrate();
    expect(await store.write("k", record, undefined, now)).toBe(true);
    await admin.query(`ALTER TABLE ${table} DROP COLUMN owner`);
    await expect((async () => store.read("k", now))()).rejects.toMatchObject({ code });
  });
});
