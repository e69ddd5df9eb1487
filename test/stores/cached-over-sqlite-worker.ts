import { DatabaseSync } from "node:sqlite";
import { memoryStore } from "@sess/core";
import { cachedStore } from "@sess/store-cached";
import { sqliteStore } from "@sess/store-sqlite";
import { storeWorker } from "@sess/test-kit/store";

storeWorker((file) =>
  cachedStore({ fast: memoryStore(), slow: sqliteStore({ client: new DatabaseSync(String(file)) }) }),
);
