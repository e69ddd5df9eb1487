import { createSessions, type SessionRecord } from "@sess/core";
import { type MysqlClient, mysqlStore } from "@sess/store-mysql";
import mariadb from "mariadb";
import mysql2Callback from "mysql2";
import mysql2 from "mysql2/promise";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Driver, drivers } from "./drivers.ts";
import { createDatabase } from "./test-database.ts";

const now = Date.UTC(2040, 0, 1);
const record: SessionRecord = {
  version: "v1",
  expiresAt: now + 1_000,
  endsAt: now + 9_000,
  data: "{}",
  owner: "ann",
};
const database = await createDatabase();
afterAll(() => database.drop());
const { address } = database;

let table: string;
const opened: { end(): unknown }[] = [];
beforeEach(() => {
  table = database.newTable();
});
afterEach(async () => {
  for (const client of opened.splice(0)) await client.end();
});

/** `client`, ended after the test. */
function ended<C extends { end(): unknown }>(client: C): C {
  opened.push(client);
  return client;
}

async function migrated(client: MysqlClient) {
  const store = mysqlStore({ client, table });
  await store.migrate();
  return store;
}

/** Does not mind an error. */
async function attempt(call: () => unknown): Promise<void> {
  try {
    await call();
  } catch {
    // Expected by the caller.
  }
}

/** What runs text, in whichever way it answers. */
interface TextClient {
  query(sql: string): Promise<unknown>;
}

/** How many statements of each kind the connection has run. */
async function statementCounters(client: TextClient) {
  const answer = (await client.query("SHOW SESSION STATUS")) as readonly unknown[];
  const rows = (Array.isArray(answer[0]) ? answer[0] : answer) as { Variable_name: string; Value: string }[];
  const count = (name: string) => Number(rows.find((row) => row.Variable_name === name)?.Value);
  return {
    executed: count("Com_stmt_execute"),
    prepared: count("Com_stmt_prepare"),
    all: count("Questions"),
  };
}

describe.each(["a mysql2 connection", "a mariadb connection"] as const)("over %s", (driver: Driver) => {
  it("runs one prepared statement for each operation, more where a row is in the way or missing", async () => {
    const client = ended(await drivers[driver](address));
    const store = await migrated(client);
    const counters = () => statementCounters(client as unknown as TextClient);
    const operations: Record<string, [statements: number, run: () => unknown]> = {
      "a read": [1, () => store.read("k", now)],
      "an insert": [1, () => store.write("k", record, undefined, now)],
      "a refused insert": [4, () => store.write("k", record, undefined, now)],
      "an insert over an expired record": [2, () => store.write("k", record, undefined, now + 1_000)],
      "a write": [1, () => store.write("k", { ...record, version: "v2" }, "v1", now)],
      "a refused write": [1, () => store.write("k", { ...record, version: "v3" }, "v1", now)],
      "a touch": [1, () => store.touch("k", now + 2_000, "v2", now)],
      "a refused touch": [2, () => store.touch("k", now + 3_000, "v1", now)],
      "a sweep": [1, () => store.sweep(10, now)],
      "a list": [1, () => store.listOwner("ann", now)[Symbol.asyncIterator]().next()],
      "a removal by owner": [2, () => store.removeOwner("ann")],
      "a removal": [1, () => store.remove("k")],
    };
    const round = async () => {
      const statements: Record<string, unknown> = {};
      for (const [name, [, run]] of Object.entries(operations)) {
        const before = await counters();
        await run();
        const after = await counters();
        statements[name] = {
          executed: after.executed - before.executed,
          prepared: after.prepared - before.prepared,
          // One of them asked for the counters.
          all: after.all - before.all - 1,
        };
      }
      return statements;
    };
    await round();
    expect(await round()).toEqual(
      Object.fromEntries(
        Object.entries(operations).map(([name, [count]]) => [
          name,
          { executed: count, prepared: 0, all: count },
        ]),
      ),
    );
  });
});

describe("the client", () => {
  it("stays open where it is given, and is ended where a function opened it", async () => {
    const pool = ended(mysql2.createPool(address));
    const store = await migrated(pool);
    await store.close();
    await pool.query("SELECT 1");

    const own = mysql2.createPool(address);
    const opening = mysqlStore({ client: () => own, table });
    await opening.read("k", now);
    await opening.close();
    await expect(own.query("SELECT 1")).rejects.toThrow(/closed/);
  });

  it("is opened at the first use, once, and again where that failed", async () => {
    let calls = 0;
    await migrated(ended(mysql2.createPool(address)));
    const store = mysqlStore({
      table,
      async client() {
        if (++calls === 1) throw new Error("no address yet");
        return mariadb.createConnection(address);
      },
    });
    expect(calls).toBe(0);
    await expect(Promise.all([store.read("k", now), store.read("k", now)])).rejects.toThrow("no address yet");
    await Promise.all([store.read("k", now), store.read("k", now)]);
    expect(calls).toBe(2);
    await store.close();
  });

  it("is not opened by closing", async () => {
    let calls = 0;
    const store = mysqlStore({
      table,
      client() {
        calls++;
        return mysql2.createPool(address);
      },
    });
    await store.close();
    expect(calls).toBe(0);
  });

  it.each([
    ["pool", () => mysql2Callback.createPool(address)],
    ["connection", () => mysql2Callback.createConnection(address)],
  ])("may be a %s of mysql2 without promises", async (_name, create) => {
    const client = create();
    const store = await migrated(client);
    await store.write("k", record, undefined, now);
    expect(await store.read("k", now)).toEqual(record);
    await client.promise().end();
  });

  it.each(["a mysql2 pool", "a mariadb pool"] as const)("may lose its connections: %s", async (driver) => {
    const client = ended(await drivers[driver](address));
    const store = await migrated(client);
    await store.write("k", record, undefined, now);
    const mine = `SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '${address.database}' AND ID <> CONNECTION_ID()`;
    const ids = (await database.query(mine)).map(({ ID }) => Number(ID));
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) await database.query(`KILL ${id}`);
    // A call that was given a connection before the news came fails; it never says that the session is missing.
    await attempt(() => store.read("k", now));
    expect(await store.read("k", now)).toEqual(record);
    expect(await store.write("k", { ...record, version: "v2" }, "v1", now)).toBe(true);
  });
});

describe("mysqlStore", () => {
  it("says to migrate where the table is missing", async () => {
    const store = mysqlStore({ client: ended(mysql2.createPool(address)), table });
    for (const call of [() => store.read("k", now), () => store.write("k", record, undefined, now)]) {
      await expect(call()).rejects.toMatchObject({ code: "ERR_SESS_STORE_NOT_MIGRATED" });
    }
  });

  it("says to migrate where a column is missing", async () => {
    const store = await migrated(ended(mariadb.createPool(address)));
    await database.query(`ALTER TABLE ${table} DROP COLUMN ends_at`);
    await expect(store.read("k", now)).rejects.toMatchObject({ code: "ERR_SESS_STORE_NOT_MIGRATED" });
  });

  it("keeps what plain SQL can read and choose by", async () => {
    const store = await migrated(ended(mysql2.createPool(address)));
    const owner = "Zoë 🍎 ";
    await store.write("k", { ...record, owner, data: '{"name":"Zoë 🍎"}' }, undefined, now);
    const text = (column: string) => `CONVERT(${column} USING utf8mb4) AS \`${column}\``;
    const rows = await database.query(
      `SELECT ${["key", "owner", "data"].map((column) => text(column).replace("(key", "(`key`")).join(", ")},
        CAST(FROM_UNIXTIME(expires_at / 1000) AS CHAR) AS expires FROM ${table} WHERE owner = '${owner}'`,
    );
    expect(rows).toMatchObject([{ key: "k", owner, data: '{"name":"Zoë 🍎"}' }]);
    expect(await database.query(`SELECT 1 FROM ${table} WHERE owner = '${owner.trimEnd()}'`)).toEqual([]);
  });

  it("says that a touch to the same deadline did it, where the connection counts changed rows only", async () => {
    const client = ended(mysql2.createPool({ ...address, flags: ["-FOUND_ROWS"] }));
    const store = await migrated(client);
    await store.write("k", record, undefined, now);
    const [{ affectedRows }] = await client.query<mysql2.ResultSetHeader>(
      `UPDATE ${table} SET expires_at = expires_at`,
    );
    expect(affectedRows).toBe(0);
    expect(await store.touch("k", record.expiresAt, "v1", now)).toBe(true);
    expect(await store.touch("k", record.expiresAt, "v0", now)).toBe(false);
    expect(await store.touch("k", record.expiresAt, "v1", record.expiresAt)).toBe(false);
    expect(await store.touch("missing", record.expiresAt, "v1", now)).toBe(false);
  });

  it("cuts nothing off, also where the server would do so", async () => {
    const client = await drivers["sessions of SQL that are as lax as can be"](address);
    const store = await migrated(ended(client));
    const long = { key: "k".repeat(512), version: "v".repeat(64), owner: "ö".repeat(512) };
    await store.write(long.key, { ...record, ...long }, undefined, now);
    expect(await store.read(long.key, now)).toMatchObject({ version: long.version, owner: long.owner });
    for (const longer of ["key", "version", "owner"] as const) {
      const names = { key: "k", version: "v", owner: "o" };
      names[longer] = `${long[longer]}x`;
      await expect(store.write(names.key, { ...record, ...names }, undefined, now)).rejects.toThrow(
        new RegExp(`keeps a ${longer} of at most`),
      );
    }
    expect(await database.query(`SELECT count(*) AS n FROM ${table}`)).toEqual([{ n: 1 }]);
  });

  it.each(["a mysql2 pool", "a mariadb pool"] as const)(
    "fails for more than a packet may have, and goes on: %s",
    async (driver) => {
      const store = await migrated(ended(await drivers[driver](address)));
      const [{ bytes } = {}] = await database.query("SELECT @@max_allowed_packet AS bytes");
      const huge = { ...record, data: "x".repeat(Number(bytes) + 1) };
      await expect(store.write("k", huge, undefined, now)).rejects.toThrow(Error);
      await attempt(() => store.read("k", now));
      expect(await store.read("k", now)).toBeUndefined();
      expect(await store.write("k", record, undefined, now)).toBe(true);
    },
  );

  it("lets core refuse what is more than `maxBytes`, naming the biggest keys", async () => {
    const client = ended(mysql2.createPool(address));
    const store = mysqlStore({ client, table, maxBytes: 2_000 });
    await store.migrate();
    const sessions = createSessions<Record<string, unknown>>({
      secret: "Zk3vQ9xT7hLmW2pRb8sYc4nJd6gFa1eU",
      store,
    });
    const session = await sessions.open({ cookies: undefined, secure: false, request: {} });
    session.set("cart", "x".repeat(3_000));
    await expect((async () => sessions.commit(session, { status: 200 }))()).rejects.toMatchObject({
      code: "ERR_SESS_DATA_TOO_LARGE",
      message: expect.stringContaining("cart"),
    });
  });
});
