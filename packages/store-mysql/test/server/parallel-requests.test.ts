import { mysqlStore } from "@sess/store-mysql";
import { setUps } from "@sess-tests/servers";
import { parallelRequests } from "@sess-tests/servers/parallel-requests";
import { afterAll, describe, it } from "vitest";
import { drivers } from "./drivers.ts";
import type { WorkerData } from "./suite-worker.ts";
import { createDatabase } from "./test-database.ts";

const database = await createDatabase();
afterAll(() => database.drop());
const { address } = database;

for (const driver of setUps(["a mysql2 pool", "a mariadb pool"] as const, ["a mysql2 pool"])) {
  parallelRequests({
    name: `MariaDB by ${driver}`,
    describe,
    it,
    async create() {
      const table = database.newTable();
      const store = mysqlStore({ client: () => drivers[driver](address), table });
      await store.migrate();
      return {
        store,
        module: new URL("./parallel-requests-process.ts", import.meta.url),
        data: (): WorkerData => ({ driver, address, table }),
        count: async () => (await database.query(`SELECT * FROM ${table}`)).length,
      };
    },
  });
}
