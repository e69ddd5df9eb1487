import { pragma } from "./pragma.ts";
import type { SqliteClient } from "./sqlite-client.ts";

const attempts = 50;

/**
 * Switches a file to a write-ahead log. Where several processes do so at once, SQLite answers some of them "locked"
 * without a look at the busy timeout, because waiting for each other would be a deadlock: those wait for the write lock,
 * which does heed the timeout, and look again.
 */
export function switchToWriteAheadLog(client: SqliteClient): void {
  for (let attempt = 1; ; attempt++) {
    try {
      // Asked first: switching needs the file for itself for a moment, and a running server has it open.
      if (pragma(client, "journal_mode", "journal_mode") !== "wal") {
        pragma(client, "journal_mode = WAL", "journal_mode");
      }
      return;
    } catch (error) {
      if (attempt === attempts || !(error instanceof Error && error.message.includes("locked"))) throw error;
    }
    waitForWriteLock(client);
  }
}

function waitForWriteLock(client: SqliteClient): void {
  client.prepare("BEGIN IMMEDIATE").run();
  client.prepare("ROLLBACK").run();
}
