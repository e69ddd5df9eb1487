import type { SessionRecord } from "@sess/core";
import { mysqlStore } from "@sess/store-mysql";
import mysql2 from "mysql2/promise";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { mysqlDialect } from "../../src/mysql-dialect.ts";
import { createDatabase } from "./test-database.ts";

const now = Date.UTC(2040, 0, 1);
const record: SessionRecord = { version: "v1", expiresAt: now + 60_000, endsAt: now + 90_000, data: "{}" };
const expired: SessionRecord = { ...record, expiresAt: now - 1 };
const database = await createDatabase();
afterAll(() => database.drop());

let table: string;
let pool: mysql2.Pool;
let other: mysql2.Connection;
let store: ReturnType<typeof mysqlStore>;
beforeEach(async () => {
  table = database.newTable();
  pool = mysql2.createPool(database.address);
  // What must wait would fail after a second, which is the shortest there is.
  pool.on("connection", (connection) => connection.query("SET innodb_lock_wait_timeout = 1"));
  other = await mysql2.createConnection(database.address);
  store = mysqlStore({ client: pool, table });
  await store.migrate();
});
afterEach(async () => {
  await other.end();
  await pool.end();
});

/** Makes `other` change the row in a transaction that stays open. */
async function hold(key: string): Promise<void> {
  await other.query("BEGIN");
  const [{ affectedRows }] = await other.query<mysql2.ResultSetHeader>(
    `UPDATE ${table} SET expires_at = expires_at + 1 WHERE \`key\` = '${key}'`,
  );
  expect(affectedRows).toBe(1);
}

describe("a sweep", () => {
  it("waits for no live row that is locked, next to the expired ones as it may be", async () => {
    for (const key of ["e1", "e2", "e3"]) await store.write(key, expired, undefined, now);
    await store.write("live", { ...record, expiresAt: now }, undefined, now - 1);
    await hold("live");
    expect(await store.sweep(10, now)).toBe(3);
    await other.query("ROLLBACK");
    expect(await store.read("live", now - 1)).toBeDefined();
  });

  it("leaves an expired row that is locked to the next one", async () => {
    for (const key of ["e1", "e2", "e3"]) await store.write(key, expired, undefined, now);
    await hold("e2");
    expect(await store.sweep(10, now)).toBe(2);
    await other.query("ROLLBACK");
    expect(await store.sweep(10, now)).toBe(1);
  });

  it("holds no live row back but the first one behind it", async () => {
    for (const key of ["e1", "e2"]) await store.write(key, expired, undefined, now);
    for (let index = 0; index < 20; index++) {
      await store.write(`k${index}`, { ...record, expiresAt: now + 1 + index }, undefined, now);
    }
    await other.query("BEGIN");
    await other.query(sweepText(10));
    for (let index = 1; index < 20; index++) {
      expect(await store.touch(`k${index}`, record.expiresAt + index, "v1", now)).toBe(true);
      expect(await store.write(`k${index}`, { ...record, version: "v2" }, "v1", now)).toBe(true);
    }
    expect(await store.write("new", record, undefined, now)).toBe(true);
    await store.remove("k1");
    await other.query("ROLLBACK");
  });

  it("finds what it removes by the index of deadlines, and by nothing else", async () => {
    const [plan] = await other.query<mysql2.RowDataPacket[]>(`EXPLAIN ${sweepText(1_000)}`);
    expect(plan.map((row) => row.key)).toEqual([null, "PRIMARY", `${table}_expires_at`]);
  });
});

/** What a sweep runs. */
function sweepText(limit: number): string {
  const values = [now, limit];
  return mysqlDialect.sweep(`\`${table}\``).replaceAll("?", () => String(values.shift()));
}

describe("a statement that the server chooses to break a deadlock", () => {
  it("is run again, so that nobody sees it", async () => {
    await store.write("a", { ...record, owner: "ann" }, undefined, now);
    await store.write("b", record, undefined, now);
    // `one` holds a and wants b; ours holds nothing, so a single row cannot deadlock: two statements of ours would.
    const lent = await pool.getConnection();
    const inside = mysqlStore({ client: lent, table });
    await lent.query("BEGIN");
    await inside.touch("a", record.expiresAt + 1, "v1", now);
    await other.query("BEGIN");
    // The other transaction has written more, so it is not the one that is undone.
    for (let index = 0; index < 20; index++) {
      await other.query(
        `INSERT INTO ${table} SELECT 'x${index}', version, 1, 1, owner, data FROM ${table} WHERE \`key\` = 'b'`,
      );
    }
    await other.query(`UPDATE ${table} SET ends_at = 1 WHERE \`key\` = 'b'`);
    const waiting = other.query(`UPDATE ${table} SET ends_at = 1 WHERE \`key\` = 'a'`);
    const touched = inside.touch("b", record.expiresAt + 1, "v1", now);
    await waiting;
    await other.query("COMMIT");
    expect(await touched).toBe(true);
    await lent.query("COMMIT");
    lent.release();
    expect((await store.read("b", now))?.expiresAt).toBe(record.expiresAt + 1);
    expect((await store.read("a", now))?.expiresAt).toBe(record.expiresAt);
  });

  it("fails, and says no such thing as no, where a lock is not given in time", async () => {
    await store.write("k", record, undefined, now);
    await hold("k");
    await expect(store.touch("k", record.expiresAt + 1, "v1", now)).rejects.toMatchObject({ errno: 1205 });
    await expect(store.write("k", record, undefined, now)).rejects.toMatchObject({ errno: 1205 });
    expect(await store.read("k", now)).toEqual(record);
    await other.query("ROLLBACK");
  });
});
