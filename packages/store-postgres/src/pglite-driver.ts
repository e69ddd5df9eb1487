import type { SqlRow, SqlValue } from "@sess/sql";
import type { Pglite } from "./postgres-client.ts";
import { type PostgresDriver, singleConnection } from "./postgres-driver.ts";

/** Runs statements in a PGlite, which has no prepared ones. */
export function pgliteDriver(client: Pglite): PostgresDriver {
  return singleConnection(
    async (text, values) => {
      const { rows, affectedRows = 0 } = await client.query(text, values.map(withByteOrderMark));
      return { rows: rows as SqlRow[], count: affectedRows };
    },
    () => client.close(),
  );
}

/** PGlite takes a byte order mark off the beginning of every text that it reads: one that is a part of it goes in twice. */
function withByteOrderMark(value: SqlValue): SqlValue {
  return typeof value === "string" && value.startsWith("\ufeff") ? `\ufeff${value}` : value;
}
