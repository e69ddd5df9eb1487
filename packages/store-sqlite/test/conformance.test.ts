import { DatabaseSync } from "node:sqlite";
import { prefixStore } from "@sess/core";
import { sqliteStore } from "@sess/store-sqlite";
import { storeSuite } from "@sess/test-kit/store";
import { describe, it } from "vitest";
import { temporaryFile } from "./temporary-file.ts";

await storeSuite({
  name: "SQLite in memory",
  describe,
  it,
  createStore() {
    const store = sqliteStore({ client: () => new DatabaseSync(":memory:") });
    store.migrate();
    return store;
  },
});

for (const wal of [true, false]) {
  await storeSuite({
    name: wal ? "SQLite in a file with a write-ahead log" : "SQLite in a file with a rollback journal",
    describe,
    it,
    createStore() {
      const file = temporaryFile();
      const client = new DatabaseSync(file.path);
      const store = sqliteStore({ client, wal });
      store.migrate();
      return {
        store,
        reopen: () => sqliteStore({ client: () => new DatabaseSync(file.path) }),
        down: () => client.close(),
        workers: { module: new URL("./suite-worker.ts", import.meta.url), data: file.path },
        cleanup() {
          if (client.isOpen) client.close();
          file.remove();
        },
      };
    },
  });
}

await storeSuite({
  name: "a prefix over SQLite",
  describe,
  it,
  createStore() {
    const store = sqliteStore({ client: () => new DatabaseSync(":memory:") });
    store.migrate();
    return prefixStore(store, "app");
  },
});

await storeSuite({
  name: "SQLite on a connection that answers with arrays and bigints",
  describe,
  it,
  createStore() {
    const client = new DatabaseSync(":memory:", { returnArrays: true, readBigInts: true });
    const store = sqliteStore({ client });
    store.migrate();
    return { store, cleanup: () => client.close() };
  },
});
