import { prefixStore } from "@sess/core";
import { mysqlStore } from "@sess/store-mysql";
import { storeSuite } from "@sess/test-kit/store";
import { setUps } from "@sess-tests/servers";
import { afterAll, describe, it } from "vitest";
import { type Driver, drivers } from "./drivers.ts";
import type { WorkerData } from "./suite-worker.ts";
import { createDatabase } from "./test-database.ts";

const database = await createDatabase();
afterAll(() => database.drop());
const { address } = database;

for (const driver of setUps(Object.keys(drivers) as Driver[], ["a mysql2 pool", "a mariadb pool"])) {
  const table = database.newTable();
  const data: WorkerData = { driver, address, table };
  await storeSuite({ name: `MySQL over ${driver}`, describe, it, createStore: () => emptied(data) });
}

const table = database.newTable();
await storeSuite({
  name: "a prefix over MySQL",
  describe,
  it,
  async createStore() {
    const { store, reopen, down, cleanup } = await emptied({ driver: "a mysql2 pool", address, table });
    return { store: prefixStore(store, "app"), reopen: () => prefixStore(reopen(), "app"), down, cleanup };
  },
});

/** A store over a table with nothing in it. */
async function emptied(data: WorkerData) {
  const client = await drivers[data.driver](address);
  let ended: Promise<unknown> | undefined;
  const end = () => (ended ??= client.end());
  const open = () => mysqlStore({ client, table: data.table });
  const store = open();
  await store.migrate();
  await database.query(`DELETE FROM ${data.table}`);
  return {
    store,
    reopen: open,
    down: end,
    cleanup: end,
    workers: { module: new URL("./suite-worker.ts", import.meta.url), data },
  };
}
