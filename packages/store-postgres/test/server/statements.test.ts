import type { SqlStore } from "@sess/sql";
import { postgresStore } from "@sess/store-postgres";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { admin, dropTable, freshTable, pgPool, postgresJs } from "./database.ts";

const now = Date.UTC(2040, 0, 1);
const record = { version: "v1", expiresAt: now + 1_000, endsAt: now + 9_000, data: "{}", owner: "ann" };

/** Every statement that a client was given, with the name under which it is to be prepared. */
const ran: { readonly text: string; readonly name?: string | undefined }[] = [];

function countingPool(): ReturnType<typeof pgPool> {
  const pool = pgPool({}, { max: 1 });
  const query = pool.query.bind(pool) as (config: { text: string; name?: string }) => unknown;
  return Object.assign(pool, {
    query(config: { text: string; name?: string }) {
      ran.push(config);
      return query(config);
    },
  });
}

const clients = {
  pg: countingPool(),
  "postgres.js": postgresJs({ max: 1, debug: (_connection, text) => ran.push({ text }), fetch_types: false }),
};
const table = freshTable();
afterAll(async () => {
  await Promise.all(Object.values(clients).map((client) => client.end()));
  await dropTable(table);
});

const operations: readonly (readonly [name: string, run: (store: SqlStore) => unknown])[] = [
  ["an insert", (store) => store.write("k", record, undefined, now)],
  ["a refused insert", (store) => store.write("k", record, undefined, now)],
  ["an insert over an expired record", (store) => store.write("k", record, undefined, now + 1_000)],
  ["a read", (store) => store.read("k", now)],
  ["a write", (store) => store.write("k", { ...record, version: "v2" }, "v1", now)],
  ["a refused write", (store) => store.write("k", record, "v1", now)],
  ["a touch", (store) => store.touch("k", now + 5_000, "v2", now)],
  ["a sweep", (store) => store.sweep(10, now)],
  ["a page of an owner's sessions", (store) => store.listOwner("ann", now)[Symbol.asyncIterator]().next()],
  ["removing an owner's sessions", (store) => store.removeOwner("ann")],
  ["removing a session", (store) => store.remove("k")],
];

describe.each(Object.entries(clients))("over %s", (name, client) => {
  const store = postgresStore({ client, table });
  beforeEach(async () => {
    await store.migrate();
    ran.length = 0;
  });

  it.each(operations)("%s is one statement", async (_name, run) => {
    await run(store);
    expect(ran).toHaveLength(1);
  });

  it("prepares each statement once on a connection", async () => {
    for (let round = 0; round < 3; round++) for (const [, run] of operations) await run(store);
    const text = `SELECT name, statement FROM pg_prepared_statements WHERE statement LIKE '%"${table}"%'`;
    const { rows } =
      name === "pg" ? await clients.pg.query({ text }) : { rows: await clients["postgres.js"].unsafe(text) };
    expect(rows).toHaveLength(new Set(rows.map(({ statement }) => statement)).size);
    // read, insert, update, touch, remove, sweep, listOwner, removeOwner
    expect(rows).toHaveLength(8);
  });
});

describe("the plans", () => {
  it("of a sweep and of a page of an owner's sessions go by an index", async () => {
    const many = freshTable();
    const store = postgresStore({ client: clients.pg, table: many });
    await store.migrate();
    await admin.query(
      `INSERT INTO ${many} SELECT 'k' || n, 'v', n, n, CASE WHEN n % 3 = 0 THEN 'o' || n % 100 END, '' FROM generate_series(1, 20000) AS n; ANALYZE ${many}`,
    );
    for (const [, run] of operations) await run(store);
    const plan = async (part: string, values: string) => {
      const text = `SELECT name FROM pg_prepared_statements WHERE statement LIKE '%"${many}"%${part}%'`;
      const { rows } = await clients.pg.query({ text });
      const explained = await clients.pg.query({ text: `EXPLAIN EXECUTE ${rows[0].name}(${values})` });
      return explained.rows.map((row) => row["QUERY PLAN"]).join("\n");
    };
    const sweep = await plan("SKIP LOCKED", "9000, 1000");
    expect(sweep).toContain(`Index Scan using ${many}_expires_at`);
    expect(sweep).toContain("Tid Scan");
    expect(sweep).not.toMatch(/Sort|Seq Scan/);
    const page = await plan('ORDER BY "key"', "'o3', 5, 'k1', 100");
    expect(page).toMatch(new RegExp(`Index Scan (using|on) ${many}_owner`));
    expect(page).not.toContain("Seq Scan");
    await dropTable(many);
  });
});
