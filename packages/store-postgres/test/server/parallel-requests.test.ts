import { postgresStore } from "@sess/store-postgres";
import { serverUrl } from "@sess-tests/servers";
import { parallelRequests } from "@sess-tests/servers/parallel-requests";
import { describe, it } from "vitest";
import { admin, dropTable, freshTable } from "./database.ts";

parallelRequests({
  name: "PostgreSQL by pg and postgres.js",
  describe,
  it,
  async create() {
    const table = freshTable();
    const store = postgresStore({ client: admin, table });
    await store.migrate();
    return {
      store,
      module: new URL("./parallel-requests-process.ts", import.meta.url),
      data: (index) => ({
        client: index % 2 === 0 ? "pg" : "postgres.js",
        url: serverUrl("postgres"),
        table,
      }),
      count: async () => (await admin.query(`SELECT key FROM ${table}`)).rows.length,
      cleanup: () => dropTable(table),
    };
  },
});
