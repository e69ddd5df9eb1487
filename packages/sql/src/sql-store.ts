import {
  type Awaitable,
  chain,
  type OwnedRecord,
  SessError,
  type SessionRecord,
  type SessionStore,
  type StoreAbilities,
} from "@sess/core";
import type { SqlDialect } from "./dialect.ts";
import type { SqlExecutor, SqlRow, SqlStatement, SqlValue } from "./executor.ts";
import { guardedStatement } from "./guarded-statement.ts";
import { applyMigrations } from "./migrate.ts";
import { recover } from "./recover.ts";
import { checkedTable, defaultTable, type Migration, migrations } from "./schema.ts";
import { columns, type StatementTexts, statementTexts } from "./statements.ts";

/** What a database store is made of. */
export interface SqlStoreOptions {
  readonly executor: SqlExecutor;
  readonly dialect: SqlDialect;
  /**
   * The table that holds the sessions.
   * @default "sess_session"
   */
  readonly table?: string | undefined;
  /** What depends on where the database is and how it is reached. */
  readonly abilities: Pick<StoreAbilities, "durable" | "shared" | "mayBeStale" | "maxBytes">;
}

/** A store in a database. */
export interface SqlStore extends Required<SessionStore> {
  /**
   * Makes the table and brings it up to date; answers with the migrations that were missing. Call it when the server
   * starts: it does nothing where nothing is missing, and any number of processes may call it at once.
   */
  migrate(): Awaitable<readonly Migration[]>;
  /** All migrations of its table, oldest first, applied or not. */
  readonly migrations: readonly Migration[];
}

/** How many sessions of an owner are read in one statement. */
const pageSize = 100;

/**
 * The store over any SQL database: what is different between them is in `dialect`, how they are reached in `executor`.
 * Users want `sqliteStore` and its like; this is for those who write another one. Over a synchronous executor every
 * call but `listOwner` is synchronous.
 *
 * @throws TypeError where `table` is no plain name
 *
 * @example
 * declare const executor: SqlExecutor;
 * declare const dialect: SqlDialect;
 * const store = sqlStore({
 *   executor,
 *   dialect,
 *   abilities: { durable: true, shared: true, mayBeStale: false, maxBytes: undefined },
 * });
 * await store.migrate();
 */
export function sqlStore({ executor, dialect, table = defaultTable, abilities }: SqlStoreOptions): SqlStore {
  const known = migrations(dialect, checkedTable(table));
  const texts = statementTexts(dialect, table);
  let closed = false;
  const assertOpen = () => {
    if (!closed) return;
    const message = `The ${dialect.name} store was used after close(). Create a new one.`;
    throw new SessError("ERR_SESS_STORE_CLOSED", message);
  };
  const prepared = (name: keyof StatementTexts, answers: readonly string[] = []): SqlStatement =>
    guardedStatement(executor.prepare(texts[name], answers), dialect, table, assertOpen);
  const read = prepared("read", columns);
  const insert = prepared("insert");
  const replaceExpired = prepared("replaceExpired");
  const update = prepared("update");
  const touch = prepared("touch");
  const remove = prepared("remove");
  const sweep = prepared("sweep");
  const listOwner = prepared("listOwner", ["key", ...columns]);
  const removeOwner = prepared("removeOwner", ["key"]);
  const removeOwned = prepared("removeOwned");

  function insertRecord(
    key: string,
    values: readonly SqlValue[],
    now: number,
    tries = 2,
  ): Awaitable<boolean> {
    if (dialect.modern) return chain(insert.run([key, ...values, now]), changed);
    return recover(
      () => chain(insert.run([key, ...values]), changed),
      (error) => {
        if (!dialect.isDuplicateKey(error)) throw error;
        return chain(replaceExpired.run([...values, key, now]), (rows) => {
          // The row in the way is live, or a sweep has removed it in between.
          if (changed(rows) || tries === 1) return changed(rows);
          return insertRecord(key, values, now, tries - 1);
        });
      },
    );
  }

  return {
    abilities: Object.freeze({
      atomicWrite: true,
      owners: true,
      sweeps: true,
      nativeExpiry: false,
      ...abilities,
    }),
    read: (key, now) => chain(read.first([key, now]), (row) => row && toRecord(row)),
    write(key, record, expected, now) {
      const values = [record.version, record.expiresAt, record.endsAt, record.owner ?? null, record.data];
      if (expected === undefined) return insertRecord(key, values, now);
      return chain(update.run([...values, key, expected, now]), changed);
    },
    remove: (key) => chain(remove.run([key]), () => undefined),
    touch: (key, expiresAt, expected, now) => chain(touch.run([expiresAt, key, expected, now]), changed),
    sweep: (limit, now) => sweep.run([now, limit]),
    async *listOwner(owner, now) {
      let last = "";
      for (;;) {
        const rows = await listOwner.all([owner, now, last, pageSize]);
        const page = rows.map((row): OwnedRecord => ({ key: String(row.key), record: toRecord(row) }));
        yield* page;
        if (page.length < pageSize) return;
        last = page.at(-1)?.key ?? last;
      }
    },
    removeOwner(owner, except = "") {
      const keys = chain(removeOwner.all([owner, except]), (rows) => rows.map((row) => String(row.key)));
      if (dialect.modern) return keys;
      return chain(keys, async (owned) => {
        const removed: string[] = [];
        for (const key of owned) if ((await removeOwned.run([key, owner])) > 0) removed.push(key);
        return removed;
      });
    },
    migrations: known,
    migrate() {
      assertOpen();
      return applyMigrations(executor, dialect, table, known);
    },
    close() {
      if (closed) return undefined;
      closed = true;
      return executor.close();
    },
  };
}

function changed(rows: number): boolean {
  return rows > 0;
}

function toRecord(row: SqlRow): SessionRecord {
  const record = {
    version: String(row.version),
    expiresAt: Number(row.expires_at),
    endsAt: Number(row.ends_at),
    data: String(row.data),
  };
  return row.owner === null ? record : { ...record, owner: String(row.owner) };
}
