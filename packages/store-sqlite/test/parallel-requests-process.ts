import { DatabaseSync } from "node:sqlite";
import { sqliteStore } from "@sess/store-sqlite";
import { parallelRequestsProcess } from "@sess-tests/servers/parallel-requests";

parallelRequestsProcess((path: string) => sqliteStore({ client: () => new DatabaseSync(path) }));
