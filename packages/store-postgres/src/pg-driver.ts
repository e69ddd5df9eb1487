import type { PgClient, PgConnection, PgPool } from "./postgres-client.ts";
import { type PostgresDriver, type PostgresQuery, singleConnection } from "./postgres-driver.ts";
import { hasCode } from "./sql-state.ts";

/** Runs statements through pg. `prepare`: by a name, under which each connection keeps them prepared. */
export function pgDriver(client: PgPool | PgClient, prepare: boolean): PostgresDriver {
  const stale = new Map<string, number>();
  const queryOn =
    (connection: PgConnection): PostgresQuery =>
    async (text, values) => {
      const query = { text, values: [...values] };
      const run = async (name?: string) => {
        const { rows, rowCount } = await connection.query(name === undefined ? query : { ...query, name });
        return { rows, count: rowCount ?? 0 };
      };
      if (!prepare || values.length === 0) return run();
      const times = stale.get(text) ?? 0;
      try {
        return await run(statementName(text, times));
      } catch (error) {
        if (!isStale(error)) throw error;
        // pg goes on taking the name for prepared. So this once without a name, and from now on by another one.
        stale.set(text, times + 1);
        return run();
      }
    };

  if (!("totalCount" in client)) return singleConnection(queryOn(client), () => client.end());
  return {
    query: queryOn(client),
    async reserve(work) {
      const connection = await client.connect();
      // A lost connection fails the statement under way; without a listener, its event would end the process.
      connection.on("error", () => undefined);
      let broken = true;
      try {
        const result = await work(queryOn(connection));
        broken = false;
        return result;
      } finally {
        connection.release(broken);
      }
    },
    end: () => client.end(),
  };
}

/** Unlike any other statement's, also of another version of this package on the same connection. */
function statementName(text: string, times: number): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return `sess_${(hash >>> 0).toString(36)}_${text.length}_${times}`;
}

/** The connection lost what was prepared (`DISCARD ALL`), or a column has another type since. Nothing was run. */
function isStale(error: unknown): boolean {
  return (
    hasCode(error, "26000") ||
    (hasCode(error, "0A000") && error.message.includes("cached plan must not change result type"))
  );
}
