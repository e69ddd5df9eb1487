import type { SqlStore } from "@sess/sql";
import { mysqlStore } from "@sess/store-mysql";
import { startMariadb } from "@sess-tests/servers";
import { faultSuite } from "@sess-tests/servers/faults";
import mariadb from "mariadb";
import mysql2 from "mysql2/promise";
import { afterAll, beforeAll, describe, it } from "vitest";

const pools = {
  "a mysql2 pool": (url: string) => mysql2.createPool(url),
  "a mariadb pool": (url: string) => {
    const { hostname: host, port, username: user, pathname } = new URL(url);
    return mariadb.createPool({ host, port: Number(port), user, database: pathname.slice(1) });
  },
};

for (const [name, createPool] of Object.entries(pools)) {
  faultSuite({
    name: `MySQL over ${name}`,
    describe,
    it,
    beforeAll,
    afterAll,
    startServer: startMariadb,
    keepsData: true,
    openStore(url) {
      const client = createPool(url);
      return { store: mysqlStore({ client }), close: () => client.end() };
    },
    prepare: (store) => (store as SqlStore).migrate(),
  });
}
