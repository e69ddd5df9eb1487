// One file of bun-types alone: the whole package replaces the types of Node.
/// <reference path="../node_modules/bun-types/sqlite.d.ts" />
import type { Database as BunDatabase } from "bun:sqlite";
import type { DatabaseSync } from "node:sqlite";
import { type SqliteClient, type SqliteStore, sqliteStore } from "@sess/store-sqlite";
import type { Database as BetterSqlite3 } from "better-sqlite3";
import { describe, expectTypeOf, it } from "vitest";

describe("the client of sqliteStore", () => {
  it("is a connection of node:sqlite, better-sqlite3 or Bun as it is", () => {
    expectTypeOf<DatabaseSync>().toExtend<SqliteClient>();
    expectTypeOf<BetterSqlite3>().toExtend<SqliteClient>();
    expectTypeOf<BunDatabase>().toExtend<SqliteClient>();
  });

  it("is a connection or a synchronous function that opens one, and no path", () => {
    expectTypeOf(sqliteStore).toBeCallableWith({ client: (): DatabaseSync => null as never });
    // @ts-expect-error The user opens the connection.
    sqliteStore({ client: "sessions.sqlite" });
    // @ts-expect-error Opening is synchronous, as SQLite is.
    sqliteStore({ client: async (): Promise<DatabaseSync> => null as never });
    // @ts-expect-error There is no such option.
    sqliteStore({ client: null as never as DatabaseSync, tableName: "x" });
  });
});

describe("sqliteStore", () => {
  it("answers at once", () => {
    expectTypeOf<ReturnType<SqliteStore["write"]>>().toEqualTypeOf<boolean>();
    expectTypeOf<ReturnType<SqliteStore["migrate"]>>().not.toExtend<Promise<unknown>>();
  });
});
