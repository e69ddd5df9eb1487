import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mysqlMigrations, mysqlStore } from "@sess/store-mysql";
import mysql2 from "mysql2/promise";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { drivers } from "./drivers.ts";
import { createDatabase } from "./test-database.ts";

const database = await createDatabase();
afterAll(() => database.drop());
const patience = 60_000;
const record = { version: "v1", expiresAt: 2_000, endsAt: 9_000, data: "{}" };

let table: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  table = database.newTable();
});
afterEach(async () => {
  await Promise.all(
    children.splice(0).map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    }),
  );
});

const journal = () => database.query(`SELECT version FROM ${table}_migration`);
const indexes = async () => {
  const rows = await database.query(`SHOW INDEX FROM ${table}`);
  return [...new Set(rows.map(({ Key_name }) => Key_name))];
};

describe("migrate", () => {
  it(
    "works once where ten processes start at the same time",
    async () => {
      const starting = Array.from({ length: 10 }, (_, index) => {
        const driver = index % 2 === 0 ? "a mysql2 pool" : "a mariadb connection";
        const order = JSON.stringify({ driver, address: database.address, table });
        const child = fork(new URL("./migrating-process.ts", import.meta.url), [order], {
          execArgv: [],
          stdio: ["ignore", "ignore", "inherit", "ipc"],
        });
        children.push(child);
        return child;
      });
      await Promise.all(starting.map((child) => once(child, "message")));
      const answers = Promise.all(starting.map(async (child) => (await once(child, "message"))[0]));
      for (const child of starting) child.send("go");
      expect((await answers).toSorted()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
      expect(await journal()).toEqual([{ version: 1 }]);
      expect(await database.query(`SELECT count(*) AS n FROM ${table}`)).toEqual([{ n: 10 }]);
    },
    patience,
  );

  it.each(Object.keys(drivers).slice(0, 4) as (keyof typeof drivers)[])(
    "lets several stores on one client start at once: %s",
    async (driver) => {
      const client = await drivers[driver](database.address);
      const applied = await Promise.all(
        Array.from({ length: 5 }, async () => mysqlStore({ client, table }).migrate()),
      );
      expect(applied.filter((list) => list.length > 0)).toHaveLength(1);
      expect(await journal()).toHaveLength(1);
      await client.end();
    },
  );

  const [first] = mysqlMigrations();
  it.each(first?.statements.map((_, count) => count) ?? [])(
    "goes on where it was ended after %i of its statements",
    async (count) => {
      const statements = mysqlMigrations(table)[0]?.statements ?? [];
      for (const statement of statements.slice(0, count)) await database.query(statement);
      const store = mysqlStore({ client: () => mysql2.createPool(database.address), table });
      expect(await store.migrate()).toHaveLength(1);
      expect(await store.migrate()).toEqual([]);
      expect(await indexes()).toEqual(["PRIMARY", `${table}_expires_at`, `${table}_owner`]);
      expect(await store.write("k", record, undefined, 1_000)).toBe(true);
      await store.close();
    },
  );

  it("takes part in nothing that was applied by another tool, and needs no right to create tables then", async () => {
    for (const { statements } of mysqlMigrations(table)) {
      for (const statement of statements) await database.query(statement);
    }
    const user = `reader_${process.pid}`;
    await database.query(`CREATE USER ${user}@'%'`);
    await database.query(
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ${database.address.database}.* TO ${user}@'%'`,
    );
    const address = { ...database.address, user, password: "" };
    const store = mysqlStore({ client: () => mysql2.createPool(address), table });
    try {
      expect(await store.migrate()).toEqual([]);
      expect(await store.write("k", record, undefined, 1_000)).toBe(true);
      expect(await store.sweep(10, 2_001)).toBe(1);
    } finally {
      await store.close();
      await database.query(`DROP USER ${user}@'%'`);
    }
  });

  it("leaves no lock behind where it fails", async () => {
    await database.query(`CREATE TABLE ${table}_migration (version TEXT)`);
    const pool = mysql2.createPool({ ...database.address, connectionLimit: 2 });
    const store = mysqlStore({ client: pool, table });
    await expect(store.migrate()).rejects.toMatchObject({ errno: 1054 });
    expect(await database.query("SELECT IS_USED_LOCK('sess_migration') AS holder")).toEqual([
      { holder: null },
    ]);
    await pool.end();
  });
});
