import type { SqlRow } from "@sess/sql";
import type { Pglite } from "./postgres-client.ts";
import { type PostgresDriver, singleConnection } from "./postgres-driver.ts";

/** Runs statements in a PGlite, which has no prepared ones. */
export function pgliteDriver(client: Pglite): PostgresDriver {
  return singleConnection(
    async (text, values) => {
      const { rows, affectedRows = 0 } = await client.query(text, [...values]);
      return { rows: rows as SqlRow[], count: affectedRows };
    },
    () => client.close(),
  );
}
