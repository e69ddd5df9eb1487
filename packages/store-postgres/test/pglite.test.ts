import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { postgresStore } from "@sess/store-postgres";
import { storeSuite } from "@sess/test-kit/store";
import { afterAll, describe, expect, it } from "vitest";

const now = Date.UTC(2040, 0, 1);
const record = { version: "v1", expiresAt: now + 1_000, endsAt: now + 9_000, data: "{}", owner: "ann" };
/** Starting a PGlite takes a second or two. */
const patience = 60_000;

const folder = mkdtempSync(join(tmpdir(), "sess-pglite-"));
let folders = 0;
const freshFolder = () => join(folder, String(++folders));

const client = new PGlite(freshFolder());
afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

let tables = 0;
await storeSuite({
  name: "PGlite",
  describe,
  it,
  async createStore() {
    const table = `session_${++tables}`;
    const store = postgresStore({ client, table });
    await store.migrate();
    return {
      store,
      reopen: () => postgresStore({ client, table }),
      down: () => client.query(`DROP TABLE ${table}`),
    };
  },
});

describe("postgresStore over PGlite", () => {
  it(
    "finds the sessions of a folder again, which another process may not have open",
    async () => {
      const path = freshFolder();
      const before = postgresStore({ client: () => new PGlite(path) });
      expect(before.abilities).toMatchObject({ durable: true, shared: false });
      await before.migrate();
      await before.write("k", record, undefined, now);
      await before.close();

      const after = postgresStore({ client: () => new PGlite(path) });
      expect(await after.migrate()).toEqual([]);
      expect(await after.read("k", now)).toEqual(record);
      await after.close();
    },
    patience,
  );

  it(
    "claims in memory not to be durable, and leaves a PGlite that it was given open",
    async () => {
      const inMemory = new PGlite();
      const store = postgresStore({ client: inMemory });
      expect(store.abilities).toMatchObject({ durable: false, shared: false });
      expect(postgresStore({ client: new PGlite("memory://x") }).abilities.durable).toBe(false);
      await store.migrate();
      await store.close();
      expect((await inMemory.query("SELECT count(*) AS n FROM sess_session")).rows).toEqual([{ n: 0 }]);
      await inMemory.close();
    },
    patience,
  );

  it("waits for a transaction of the app's, and takes no part in it", async () => {
    const store = postgresStore({ client, table: "apart" });
    await store.migrate();
    let written: PromiseLike<boolean> | boolean | undefined;
    await client.transaction(async (transaction) => {
      written = store.write("k", record, undefined, now);
      await transaction.query("SELECT 1");
      await transaction.rollback();
    });
    expect(await written).toBe(true);
    expect(await store.read("k", now)).toEqual(record);
  });
});
