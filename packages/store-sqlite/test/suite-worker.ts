import { DatabaseSync } from "node:sqlite";
import { sqliteStore } from "@sess/store-sqlite";
import { storeWorker } from "@sess/test-kit/store";

storeWorker((file) => sqliteStore({ client: new DatabaseSync(String(file)) }));
