import { postgresStore } from "@sess/store-postgres";
import { serverUrl } from "@sess-tests/servers";
import pg from "pg";
import type postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { admin, dropTable, freshTable, pgPool, postgresJs } from "./database.ts";

const now = Date.UTC(2040, 0, 1);
const record = { version: "v1", expiresAt: now + 1_000, endsAt: now + 9_000, data: "{}", owner: "ann" };
const next = { ...record, version: "v2" };

let table: string;
const tidy: (() => unknown)[] = [];
beforeEach(async () => {
  table = freshTable();
  const store = postgresStore({ client: admin, table });
  await store.migrate();
  await store.write("k", record, undefined, now);
});
afterEach(async () => {
  for (const task of tidy.splice(0).reverse()) await task();
  await dropTable(table);
});

/** A client of each kind. Its connections call themselves like the table. */
const kinds: Readonly<Record<string, (max: number) => Promise<pg.Pool | pg.Client | postgres.Sql>>> = {
  "a pool of pg": async (max) => {
    const pool = pgPool({}, { max, application_name: table });
    pool.on("error", () => {});
    tidy.push(() => pool.end());
    return pool;
  },
  "one connection of pg": async () => {
    const client = new pg.Client({ connectionString: serverUrl("postgres"), application_name: table });
    client.on("error", () => {});
    await client.connect();
    tidy.push(() => client.end());
    return client;
  },
  "postgres.js": async (max) => {
    const sql = postgresJs({ max, connection: { application_name: table } });
    tidy.push(() => sql.end({ timeout: 1 }));
    return sql;
  },
};
const pools = Object.entries(kinds).filter(([name]) => name !== "one connection of pg");

/** Runs a statement on the connection of a client that has no more than one. */
async function run(client: pg.Pool | pg.Client | postgres.Sql, text: string): Promise<void> {
  await ("unsafe" in client ? client.unsafe(text) : client.query(text));
}

/** Ends the server's side of the connections that call themselves like the table. Answers how many. */
async function terminate(): Promise<number> {
  const text =
    "SELECT count(pg_terminate_backend(pid))::int AS ended FROM pg_stat_activity WHERE application_name = $1";
  return (await admin.query(text, [table])).rows[0].ended;
}

/** Waits until a statement of those connections waits for a lock. */
async function waitsForLock(): Promise<void> {
  const text = "SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'";
  await vi.waitFor(async () => expect((await admin.query(text, [table])).rowCount).toBe(1), 10_000);
}

/** A connection with a transaction in which `text` was run. Ending the test ends it. */
async function transactionWith(text: string): Promise<pg.PoolClient> {
  const client = await admin.connect();
  await client.query(`BEGIN; ${text}`);
  tidy.push(async () => {
    await client.query("ROLLBACK");
    client.release();
  });
  return client;
}

describe.each(Object.entries(kinds))("over %s", (_name, open) => {
  it.each([
    ["DISCARD ALL", () => "DISCARD ALL"],
    ["a column had its type changed", () => `ALTER TABLE ${table} ALTER COLUMN data TYPE VARCHAR(1000)`],
  ])("goes on with its prepared statements after %s", async (_what, text) => {
    const client = await open(1);
    const store = postgresStore({ client, table });
    const use = async (round: number) => {
      expect(await store.read("k", now)).toEqual(record);
      expect(await store.touch("k", record.expiresAt, "v1", now)).toBe(true);
      expect(await store.write(`k${round}`, record, undefined, now)).toBe(true);
      expect(await store.removeOwner("ann", "k")).toEqual([`k${round}`]);
    };
    for (let round = 0; round < 3; round++) {
      await use(round);
      await run(client, text());
    }
    await use(3);
    const { rows } = await admin.query(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = $1",
      [table],
    );
    expect(rows[0].n).toBeLessThanOrEqual(1);
  });

  it("sweeps without waiting for a row that is being changed", async () => {
    const store = postgresStore({ client: await open(1), table });
    for (const key of ["dead-1", "dead-2", "dead-3"]) await store.write(key, record, undefined, now);
    const later = record.expiresAt + 1;
    await transactionWith(`UPDATE ${table} SET expires_at = ${later + 9_000} WHERE key IN ('k', 'dead-2')`);
    expect(await store.sweep(10, later)).toBe(2);
    expect(await store.read("dead-2", now)).toBeDefined();
  });

  it("runs 100 calls at once without a warning", async () => {
    const warnings: unknown[] = [];
    const listen = (warning: unknown) => warnings.push(warning);
    process.on("warning", listen);
    tidy.push(() => process.off("warning", listen));
    const store = postgresStore({ client: await open(4), table });
    const read = await Promise.all(Array.from({ length: 100 }, async () => store.read("k", now)));
    expect(read.filter((each) => each?.version === "v1")).toHaveLength(100);
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
  });

  it("leaves a client that it was given open", async () => {
    const client = await open(1);
    const store = postgresStore({ client, table });
    await store.read("k", now);
    await store.close();
    await run(client, "SELECT 1");
  });
});

describe.each(pools)("over %s whose connections the server ends", (_name, open) => {
  it("goes on, where they were idle", async () => {
    const store = postgresStore({ client: await open(2), table });
    await Promise.all([store.read("k", now), store.read("k", now)]);
    expect(await terminate()).toBeGreaterThan(0);
    // The client may be about to hear of it: a call on the lost connection fails, and the next one has another.
    await vi.waitFor(async () => expect(await store.read("k", now)).toEqual(record), 10_000);
  });

  it("fails the call that was under way, and goes on", async () => {
    const store = postgresStore({ client: await open(2), table });
    const blocking = await transactionWith(`SELECT FROM ${table} FOR UPDATE`);
    const written = (async () => store.write("k", next, "v1", now))();
    const refused = expect(written).rejects.toThrow(/terminat|CONNECTION_CLOSED/);
    await waitsForLock();
    expect(await terminate()).toBeGreaterThan(0);
    await refused;
    await blocking.query("ROLLBACK");
    expect(await store.write("k", next, "v1", now)).toBe(true);
  });

  it("fails the migration that was under way, and migrates again", async () => {
    const other = `${table}_2`;
    tidy.push(() => dropTable(other));
    const store = postgresStore({ client: await open(2), table: other });
    const blocking = await transactionWith("SELECT pg_advisory_xact_lock(1936028531)");
    const migrated = (async () => store.migrate())();
    const refused = expect(migrated).rejects.toThrow(/terminat|CONNECTION_CLOSED/);
    await waitsForLock();
    expect(await terminate()).toBeGreaterThan(0);
    await refused;
    await blocking.query("ROLLBACK");
    expect(await store.migrate()).toHaveLength(1);
    expect(await store.migrate()).toHaveLength(0);
  });
});

describe("a client that the store opened", () => {
  it("is opened once, and ended by close", async () => {
    const opened: pg.Pool[] = [];
    const store = postgresStore({
      client() {
        const pool = pgPool();
        opened.push(pool);
        return pool;
      },
      table,
    });
    const under = store.read("k", now);
    await store.close();
    await store.close();
    expect(await under).toEqual(record);
    expect(opened.map(({ ended }) => ended)).toEqual([true]);
  });

  it("ends no process where a pool of pg loses an idle connection and nobody else listens", async () => {
    let pool: pg.Pool | undefined;
    const store = postgresStore({
      client() {
        pool = pgPool({}, { application_name: table });
        return pool;
      },
      table,
    });
    tidy.push(() => store.close());
    await store.read("k", now);
    expect(await terminate()).toBe(1);
    await vi.waitFor(() => expect(pool?.totalCount).toBe(0), 10_000);
    expect(await store.read("k", now)).toEqual(record);
  });

  it("may be postgres.js, which is a function itself", async () => {
    const given = postgresJs();
    tidy.push(() => given.end());
    expect(await postgresStore({ client: given, table }).read("k", now)).toEqual(record);
    const store = postgresStore({
      client: () => postgresJs({ connection: { application_name: table } }),
      table,
    });
    await store.read("k", now);
    expect(await terminate()).toBe(1);
    await store.close();
  });
});

describe("what a client is set to", () => {
  it.each([
    ["bigints", (text: string) => BigInt(text)],
    ["text", (text: string) => text],
    ["numbers", Number],
  ])("gives the same records where it parses BIGINT as %s", async (_name, parse) => {
    const getTypeParser = ((oid: number, format?: "text") =>
      oid === 20 ? parse : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser;
    const client = pgPool({}, { types: { getTypeParser } });
    tidy.push(() => client.end());
    const store = postgresStore({ client, table });
    expect(await store.read("k", now)).toEqual(record);
    expect(await store.migrate()).toEqual([]);
  });

  it("compares names by bytes, whatever the collation of the database", async () => {
    const { rows } = await admin.query(
      "SELECT column_name, collation_name FROM information_schema.columns WHERE table_name = $1 AND collation_name IS NOT NULL ORDER BY 1",
      [table],
    );
    expect(rows).toEqual(
      ["key", "owner", "version"].map((column_name) => ({ column_name, collation_name: "C" })),
    );
  });
});

describe("the table", () => {
  it("can be read with plain SQL", async () => {
    const { rows } = await admin.query(
      `SELECT key, owner, to_timestamp(expires_at / 1000.0) AS expires, data FROM ${table} WHERE owner = 'ann'`,
    );
    expect(rows).toEqual([{ key: "k", owner: "ann", expires: new Date(record.expiresAt), data: "{}" }]);
  });
});
