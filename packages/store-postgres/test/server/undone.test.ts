import { postgresStore } from "@sess/store-postgres";
import type pg from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { admin, dropTable, freshTable, pgPool } from "./database.ts";

const now = Date.UTC(2040, 0, 1);
const record = { version: "v1", expiresAt: now + 1_000, endsAt: now + 9_000, data: "{}", owner: "ann" };
const next = { ...record, version: "v2" };

let table: string;
let other: pg.PoolClient;
beforeEach(async () => {
  table = freshTable();
  const store = postgresStore({ client: admin, table });
  await store.migrate();
  for (const key of ["a", "b"]) await store.write(key, record, undefined, now);
  other = await admin.connect();
});
afterEach(async () => {
  await other.query("ROLLBACK");
  other.release();
  await dropTable(table);
});

/** Waits until a statement of a connection that calls itself like the table waits for a lock. */
async function waitsForLock(): Promise<void> {
  const text = "SELECT 1 FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'";
  await vi.waitFor(async () => expect((await admin.query(text, [table])).rowCount).toBe(1), 10_000);
}

describe.each(["read committed", "repeatable read", "serializable"])(
  "what another transaction changed meanwhile, where transactions are %s",
  (isolation) => {
    const cases: readonly (readonly [
      change: string,
      what: string,
      run: (store: ReturnType<typeof postgresStore>) => unknown,
      answer: unknown,
    ])[] = [
      ["version = 'v9'", "a write", (store) => store.write("a", next, "v1", now), false],
      ["expires_at = expires_at + 1", "a write", (store) => store.write("a", next, "v1", now), true],
      ["version = 'v9'", "a touch", (store) => store.touch("a", now + 5_000, "v1", now), false],
      ["expires_at = 0", "an insert", (store) => store.write("a", next, undefined, now), true],
      ["version = 'v9'", "a removal", (store) => store.remove("a"), undefined],
      ["owner = 'bob'", "a removal by owner", (store) => store.removeOwner("ann"), ["b"]],
    ];
    it.each(cases)("%s decides about %s", async (change, _what, run, answer) => {
      const pool = pgPool({ default_transaction_isolation: isolation }, { application_name: table, max: 1 });
      try {
        await other.query(`BEGIN; UPDATE ${table} SET ${change} WHERE key = 'a'`);
        const answered = (async () => run(postgresStore({ client: pool, table })))();
        await waitsForLock();
        await other.query("COMMIT");
        expect(await answered).toEqual(answer);
      } finally {
        await pool.end();
      }
    });
  },
);

describe("a removal by owner that PostgreSQL undoes to end a deadlock", () => {
  it("is done again", async () => {
    const pool = pgPool({}, { application_name: table, max: 1 });
    try {
      await other.query(
        `BEGIN; SET LOCAL deadlock_timeout = '1min'; UPDATE ${table} SET data = '' WHERE key = 'b'`,
      );
      const removed = (async () => postgresStore({ client: pool, table }).removeOwner("ann"))();
      await waitsForLock();
      // Waits for the removal, which waits for it and looks for a deadlock after a second.
      await other.query(`UPDATE ${table} SET data = '' WHERE key = 'a'`);
      await other.query("COMMIT");
      expect([...(await removed)].sort()).toEqual(["a", "b"]);
    } finally {
      await pool.end();
    }
  });
});
