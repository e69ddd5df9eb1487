import { DatabaseSync } from "node:sqlite";
import { sqliteStore } from "@sess/store-sqlite";
import { parallelRequests } from "@sess-tests/servers/parallel-requests";
import { describe, it } from "vitest";
import { temporaryFile } from "./temporary-file.ts";

parallelRequests({
  name: "SQLite",
  describe,
  it,
  create() {
    const file = temporaryFile();
    const store = sqliteStore({ client: () => new DatabaseSync(file.path) });
    store.migrate();
    return {
      store,
      module: new URL("./parallel-requests-process.ts", import.meta.url),
      data: () => file.path,
      count() {
        const client = new DatabaseSync(file.path);
        const found = client.prepare("SELECT count(*) AS n FROM sess_session").get();
        client.close();
        return Number(found?.n);
      },
      cleanup: file.remove,
    };
  },
});
