import { DatabaseSync } from "node:sqlite";
import type { SessionRecord } from "@sess/core";
import {
  type SqliteClient,
  type SqliteStoreOptions,
  sqliteMigrations,
  sqliteStore,
} from "@sess/store-sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TemporaryFile, temporaryFile } from "./temporary-file.ts";

const now = Date.UTC(2040, 0, 1);
const record: SessionRecord = {
  version: "v1",
  expiresAt: now + 1_000,
  endsAt: now + 9_000,
  data: "{}",
  owner: "ann",
};
const pragma = (client: DatabaseSync, name: string) =>
  Object.values(client.prepare(`PRAGMA ${name}`).get() ?? {})[0];

let file: TemporaryFile;
let client: DatabaseSync;
beforeEach(() => {
  file = temporaryFile();
  client = new DatabaseSync(file.path);
});
afterEach(() => {
  if (client.isOpen) client.close();
  file.remove();
});

describe("sqliteStore", () => {
  it("answers without a promise", () => {
    const store = sqliteStore({ client });
    expect(store.migrate()).toEqual(sqliteMigrations());
    expect(store.write("k", record, undefined, now)).toBe(true);
    expect(store.read("k", now)).toEqual(record);
    expect(store.touch("k", now + 2_000, "v1", now)).toBe(true);
    expect(store.sweep(10, now)).toBe(0);
    expect(store.removeOwner("ann")).toEqual(["k"]);
    expect(store.remove("k")).toBeUndefined();
  });

  it("leaves a connection that it was given open", () => {
    const store = sqliteStore({ client });
    store.migrate();
    store.write("k", record, undefined, now);
    store.close();
    expect(client.prepare("SELECT count(*) AS n FROM sess_session").get()).toEqual({ n: 1 });
  });

  it("opens a connection once by the function that it was given, and closes it", () => {
    let opened = 0;
    const store = sqliteStore({
      client() {
        opened++;
        return client;
      },
    });
    store.migrate();
    store.read("k", now);
    expect([opened, client.isOpen]).toEqual([1, true]);
    store.close();
    expect([opened, client.isOpen]).toEqual([1, false]);
  });

  it("finalises its own statements where the client can", () => {
    let open = 0;
    const counting: SqliteClient = {
      prepare(text) {
        const statement = client.prepare(text);
        open++;
        return {
          run: (...values) => statement.run(...values),
          get: (...values) => statement.get(...values),
          all: (...values) => statement.all(...values),
          finalize() {
            open--;
          },
        };
      },
      close: () => client.close(),
    };
    const store = sqliteStore({ client: counting });
    store.migrate();
    store.write("k", record, undefined, now);
    expect(open).toBeGreaterThan(0);
    store.close();
    expect(open).toBe(0);
  });

  it("fits the way in which Bun answers: null for no row", () => {
    const nulls: SqliteClient = {
      prepare(text) {
        const statement = client.prepare(text);
        return {
          run: (...values) => statement.run(...values),
          get: (...values) => statement.get(...values) ?? null,
          all: (...values) => statement.all(...values),
        };
      },
      close: () => client.close(),
    };
    const store = sqliteStore({ client: nulls });
    store.migrate();
    expect(store.read("k", now)).toBeUndefined();
  });

  it("gives a connection without a busy timeout one of five seconds", () => {
    expect(pragma(client, "busy_timeout")).toBe(0);
    sqliteStore({ client });
    expect(pragma(client, "busy_timeout")).toBe(5_000);
  });

  it("leaves a busy timeout of your own as it is", () => {
    client.exec("PRAGMA busy_timeout = 250");
    sqliteStore({ client });
    expect(pragma(client, "busy_timeout")).toBe(250);
  });

  it("switches the file to a write-ahead log when it migrates, and not before", () => {
    const store = sqliteStore({ client });
    expect(pragma(client, "journal_mode")).toBe("delete");
    store.migrate();
    expect(pragma(client, "journal_mode")).toBe("wal");
  });

  it("leaves the journal of the file as it is with `wal: false`", () => {
    sqliteStore({ client, wal: false }).migrate();
    expect(pragma(client, "journal_mode")).toBe("delete");
  });

  it("claims to be durable and shared in a file, and neither in memory", () => {
    const inMemory = new DatabaseSync(":memory:");
    expect(sqliteStore({ client }).abilities).toMatchObject({ durable: true, shared: true });
    expect(sqliteStore({ client: inMemory }).abilities).toMatchObject({ durable: false, shared: false });
    inMemory.close();
  });

  it("claims the bytes that it was told, and no limit otherwise", () => {
    expect(sqliteStore({ client, maxBytes: 4_096 }).abilities.maxBytes).toBe(4_096);
    expect(sqliteStore({ client }).abilities.maxBytes).toBeUndefined();
  });

  it("keeps the sessions of two apps apart in two tables of one file", () => {
    const shop = sqliteStore({ client, table: "shop_session" });
    const blog = sqliteStore({ client, table: "blog_session" });
    shop.migrate();
    blog.migrate();
    shop.write("k", record, undefined, now);
    expect(blog.read("k", now)).toBeUndefined();
    expect(blog.removeOwner("ann")).toEqual([]);
    expect(shop.read("k", now)).toEqual(record);
  });

  it("keeps columns that an operator can read with plain SQL", () => {
    const store = sqliteStore({ client });
    store.migrate();
    store.write("k", record, undefined, now);
    const text =
      "SELECT key, owner, datetime(expires_at / 1000, 'unixepoch') AS expires, data FROM sess_session WHERE owner = 'ann'";
    expect(client.prepare(text).get()).toEqual({
      key: "k",
      owner: "ann",
      expires: "2040-01-01 00:00:01",
      data: "{}",
    });
  });

  it("says to migrate where the table is missing, and where it lacks a column", () => {
    const store = sqliteStore({ client });
    const expected = expect.objectContaining({ code: "ERR_SESS_STORE_NOT_MIGRATED" });
    expect(() => store.read("k", now)).toThrow(expected);
    client.exec("CREATE TABLE sess_session (key TEXT PRIMARY KEY)");
    expect(() => store.read("k", now)).toThrow(expected);
    expect(() => store.write("k", record, undefined, now)).toThrow(expected);
  });

  it("works as soon as the table is there, also on a store that failed before", () => {
    const store = sqliteStore({ client });
    expect(() => store.read("k", now)).toThrow();
    sqliteStore({ client }).migrate();
    expect(store.read("k", now)).toBeUndefined();
  });

  it("takes a table that was made by hand from its SQL", () => {
    for (const { statements } of sqliteMigrations("by_hand"))
      for (const text of statements) client.exec(text);
    const store = sqliteStore({ client, table: "by_hand" });
    expect(store.migrate()).toEqual([]);
    expect(store.write("k", record, undefined, now)).toBe(true);
  });
});

describe("the options of sqliteStore", () => {
  it.each<[name: string, options: unknown]>([
    ["client", undefined],
    ["client", {}],
    ["client", { client: "sessions.sqlite" }],
    ["client", { client: {} }],
    ["table", { table: "a b" }],
    ["wal", { wal: "yes" }],
    ["maxBytes", { maxBytes: 0 }],
    ["maxBytes", { maxBytes: 1.5 }],
    ["tableName", { tableName: "x" }],
  ])("refuse an impossible %s: %j", (name, options) => {
    const given =
      name === "client" ? options : { client: new DatabaseSync(":memory:"), ...(options as object) };
    const expected = expect.objectContaining({
      name: "TypeError",
      message: expect.stringContaining(`"${name}"`),
    });
    expect(() => sqliteStore(given as SqliteStoreOptions)).toThrow(expected);
  });
});
