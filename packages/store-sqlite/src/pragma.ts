import type { SqliteClient } from "./sqlite-client.ts";

/** Runs a pragma and answers with that column of its row. */
export function pragma(client: SqliteClient, text: string, column: string): unknown {
  const statement = client.prepare(`PRAGMA ${text}`);
  statement.setReturnArrays?.(false);
  const row = statement.get() as Readonly<Record<string, unknown>> | null | undefined;
  statement.finalize?.();
  return row?.[column];
}
