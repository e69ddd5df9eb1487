import type { SqlStore } from "@sess/sql";
import { postgresStore } from "@sess/store-postgres";
import { startPostgres } from "@sess-tests/servers";
import { faultSuite } from "@sess-tests/servers/faults";
import pg from "pg";
import postgres from "postgres";
import { afterAll, beforeAll, describe, it } from "vitest";

for (const [name, open] of [
  ["a pool of pg", (url: string) => new pg.Pool({ connectionString: url })],
  // Without its question for types at each connection, whose failure nothing catches: it would end the process.
  ["postgres.js", (url: string) => postgres(url, { fetch_types: false })],
] as const) {
  faultSuite({
    name: `PostgreSQL over ${name}`,
    describe,
    it,
    beforeAll,
    afterAll,
    startServer: startPostgres,
    keepsData: true,
    openStore(url) {
      const store = postgresStore({ client: () => open(url) });
      return { store, close: () => store.close() };
    },
    prepare: (store) => (store as SqlStore).migrate(),
  });
}
