import { DatabaseSync } from "node:sqlite";
import { migrations, sqlStore } from "@sess/sql";
import { describe, expect, it } from "vitest";
import { applyMigrations } from "../src/migrate.ts";
import { asynchronous, modern, plain, synchronous, type TestExecutor } from "./test-database.ts";

const abilities = { durable: false, shared: false, mayBeStale: false, maxBytes: undefined };
const latest = migrations(modern);
const journal = ({ client }: TestExecutor) =>
  client.prepare("SELECT version, name FROM sess_session_migration").all();
const tables = ({ client }: TestExecutor) =>
  client.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
const later = [
  ...latest,
  {
    version: latest.length + 1,
    name: "a later one",
    statements: [
      "ALTER TABLE sess_session ADD COLUMN note TEXT",
      `INSERT INTO sess_session_migration (version, name) VALUES (${latest.length + 1}, 'a later one')`,
    ],
  },
];

describe.each([
  ["a synchronous driver", synchronous],
  ["an asynchronous driver", asynchronous],
])("migrate, over %s", (_name, open) => {
  const storeOver = (executor: TestExecutor) => sqlStore({ executor, dialect: modern, abilities });

  it("makes the table, and answers with what it applied", async () => {
    const executor = open();
    expect(await storeOver(executor).migrate()).toEqual(latest);
    expect(journal(executor)).toEqual([{ version: 1, name: "create the table" }]);
  });

  it("does nothing, and takes no lock, where nothing is missing", async () => {
    const executor = open();
    await storeOver(executor).migrate();
    executor.ran.length = 0;
    expect(await storeOver(executor).migrate()).toEqual([]);
    expect(executor.ran).toEqual(['SELECT version FROM "sess_session_migration"']);
  });

  it.each(later.map((_, version) => version))("goes from version %i to the latest", async (version) => {
    const executor = open();
    await applyMigrations(executor, modern, "sess_session", later.slice(0, version));
    expect(await applyMigrations(executor, modern, "sess_session", later)).toEqual(later.slice(version));
    expect(journal(executor)).toHaveLength(later.length);
    expect(executor.client.prepare("SELECT note FROM sess_session").all()).toEqual([]);
  });

  it("refuses to work on a store that is closed", async () => {
    const store = storeOver(open());
    await store.close();
    expect(() => store.migrate()).toThrow(expect.objectContaining({ code: "ERR_SESS_STORE_CLOSED" }));
  });

  it("keeps the sessions that are there", async () => {
    const executor = open();
    const store = storeOver(executor);
    await store.migrate();
    const record = { version: "v1", expiresAt: 2_000, endsAt: 3_000, data: "{}" };
    await store.write("k", record, undefined, 1_000);
    await applyMigrations(executor, modern, "sess_session", later);
    expect(await store.read("k", 1_000)).toEqual(record);
  });

  it("leaves a table that is newer than it knows as it is", async () => {
    const executor = open();
    await applyMigrations(executor, modern, "sess_session", later);
    expect(await storeOver(executor).migrate()).toEqual([]);
    expect(journal(executor)).toHaveLength(later.length);
  });

  it("takes part in nothing that was applied by hand", async () => {
    const executor = open();
    for (const { statements } of latest) for (const statement of statements) executor.client.exec(statement);
    expect(await storeOver(executor).migrate()).toEqual([]);
  });

  it("undoes all of it where one statement fails, and throws that statement's error", async () => {
    const executor = open();
    const broken = [...latest, { version: 2, name: "broken", statements: ["SELECT * FROM nowhere"] }];
    await expect((async () => applyMigrations(executor, modern, "sess_session", broken))()).rejects.toThrow(
      /nowhere/,
    );
    expect(tables(executor)).toEqual([]);
    expect(await storeOver(executor).migrate()).toEqual(latest);
  });

  it("throws the first error also where there is nothing left to undo", async () => {
    const executor = open();
    const broken = [{ version: 1, name: "broken", statements: ["ROLLBACK", "SELECT * FROM nowhere"] }];
    await expect((async () => applyMigrations(executor, modern, "sess_session", broken))()).rejects.toThrow(
      /nowhere/,
    );
  });

  it("throws what else is wrong with the database", async () => {
    const executor = open();
    executor.client.close();
    await expect((async () => storeOver(executor).migrate())()).rejects.toThrow(/not open/);
  });

  it("lets several callers start at once, of whom one does the work", async () => {
    const executor = open();
    const applied = await Promise.all(Array.from({ length: 5 }, async () => storeOver(executor).migrate()));
    expect(applied.filter((list) => list.length > 0)).toHaveLength(1);
    expect(journal(executor)).toHaveLength(1);
  });
});

describe("migrations", () => {
  it("are named by the store that needs them", () => {
    const store = sqlStore({ executor: synchronous(), dialect: modern, table: "app_session", abilities });
    expect(store.migrations).toEqual(migrations(modern, "app_session"));
  });

  it("are SQL that an operator can read and apply", () => {
    const script = migrations(modern, "app_session").flatMap(({ statements }) => statements);
    expect(`${script.join(";\n")};`).toMatchInlineSnapshot(`
      "CREATE TABLE IF NOT EXISTS "app_session_migration" (
        version INTEGER NOT NULL PRIMARY KEY,
        name TEXT NOT NULL,
        applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
      );
      CREATE TABLE IF NOT EXISTS "app_session" (
        "key" TEXT NOT NULL PRIMARY KEY,
        version TEXT NOT NULL,
        expires_at INTEGER NOT NULL,
        ends_at INTEGER NOT NULL,
        owner TEXT,
        data TEXT NOT NULL
      );
      CREATE INDEX IF NOT EXISTS "app_session_expires_at" ON "app_session" (expires_at);
      CREATE INDEX IF NOT EXISTS "app_session_owner" ON "app_session" (owner, "key");
      INSERT INTO "app_session_migration" (version, name) VALUES (1, 'create the table');"
    `);
  });

  it("quote and index as the dialect says", () => {
    const script = migrations(plain)
      .flatMap(({ statements }) => statements)
      .join(";\n");
    expect(script).toContain("CREATE INDEX `sess_session_expires_at` ON `sess_session` (expires_at)");
    expect(() => new DatabaseSync(":memory:").exec(script)).not.toThrow();
  });

  it("make the indexes with the table where the dialect says so", () => {
    const script = migrations({ ...plain, createIndex: "INDEX" }).flatMap(({ statements }) => statements);
    expect(script[1]).toContain(
      ",\n  INDEX `sess_session_expires_at` (expires_at),\n  INDEX `sess_session_owner`",
    );
    expect(script.join()).not.toContain("CREATE INDEX");
  });

  it("let the sweep and the owner's list go by an index", () => {
    const executor = synchronous();
    for (const { statements } of latest) for (const statement of statements) executor.client.exec(statement);
    const plan = (text: string, ...values: (string | number)[]) =>
      JSON.stringify(executor.client.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values));
    expect(plan(modern.sweep('"sess_session"'), 1, 1)).toContain("sess_session_expires_at");
    const page =
      "SELECT key FROM sess_session WHERE owner = ? AND expires_at > ? AND key > ? ORDER BY key LIMIT ?";
    expect(plan(page, "ann", 1, "", 10)).toMatch(/sess_session_owner/);
    expect(plan(page, "ann", 1, "", 10)).not.toContain("TEMP B-TREE");
  });
});
