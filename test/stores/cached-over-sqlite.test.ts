import { memoryStore } from "@sess/core";
import { cachedStore } from "@sess/store-cached";
import { storeSuite } from "@sess/test-kit/store";
import { describe, it } from "vitest";
import { temporaryDatabase } from "./temporary-database.ts";

await storeSuite({
  name: "memory over SQLite, every process with a fast tier of its own",
  describe,
  it,
  createStore() {
    const database = temporaryDatabase();
    const tiers = { fast: memoryStore(), slow: database.open() };
    return {
      store: cachedStore({ ...tiers, onFastError: () => {} }),
      reopen: () => cachedStore({ fast: memoryStore(), slow: database.open() }),
      down() {
        tiers.fast.close();
        tiers.slow.close();
      },
      workers: { module: new URL("./cached-over-sqlite-worker.ts", import.meta.url), data: database.path },
      cleanup: database.remove,
    };
  },
});
