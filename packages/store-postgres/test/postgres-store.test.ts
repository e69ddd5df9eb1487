import { type PostgresStoreOptions, postgresMigrations, postgresStore } from "@sess/store-postgres";
import pg from "pg";
import postgres from "postgres";
import { describe, expect, it } from "vitest";

/** None of them connects before it is asked something. */
const clients = { pool: new pg.Pool(), client: new pg.Client(), sql: postgres() };

describe("postgresStore", () => {
  it("opens no connection by itself", () => {
    for (const client of Object.values(clients)) postgresStore({ client });
    expect(clients.pool.totalCount).toBe(0);
  });

  it("claims to be durable and shared on a server", () => {
    for (const client of Object.values(clients)) {
      expect(postgresStore({ client }).abilities).toMatchObject({ durable: true, shared: true });
    }
  });

  it("claims the bytes that it was told, and no limit otherwise", () => {
    const { pool: client } = clients;
    expect(postgresStore({ client, maxBytes: 4_096 }).abilities.maxBytes).toBe(4_096);
    expect(postgresStore({ client }).abilities.maxBytes).toBeUndefined();
  });

  it("fails every call after close, and leaves a client that it was given alone", async () => {
    const store = postgresStore({ client: clients.pool });
    await store.close();
    expect(clients.pool.ending).toBe(false);
    await expect((async () => store.read("k", 0))()).rejects.toMatchObject({ code: "ERR_SESS_STORE_CLOSED" });
  });

  it("listens for lost connections on a pool that it opened, and leaves that to you on yours", () => {
    const [own, yours] = [new pg.Pool(), new pg.Pool()];
    postgresStore({ client: () => own });
    postgresStore({ client: yours });
    expect([own.listenerCount("error"), yours.listenerCount("error")]).toEqual([1, 0]);
  });
});

describe("the options of postgresStore", () => {
  it.each<[name: string, options: unknown]>([
    ["client", undefined],
    ["client", {}],
    ["client", { client: "postgres://localhost/app" }],
    ["client", { client: {} }],
    ["client", { client: () => undefined }],
    ["client", { client: async () => clients.pool }],
    ["table", { table: "app.sessions" }],
    ["prepare", { prepare: "no" }],
    ["maxBytes", { maxBytes: 0 }],
    ["maxBytes", { maxBytes: 1.5 }],
    ["schema", { schema: "app" }],
  ])("refuse an impossible %s: %j", (name, options) => {
    const given = name === "client" ? options : { client: clients.pool, ...(options as object) };
    const expected = expect.objectContaining({
      name: "TypeError",
      message: expect.stringContaining(`"${name}"`),
    });
    expect(() => postgresStore(given as PostgresStoreOptions)).toThrow(expected);
  });
});

describe("postgresMigrations", () => {
  it("are SQL that an operator can read and apply", () => {
    const script = postgresMigrations("app_session").flatMap(({ statements }) => statements);
    expect(`${script.join(";\n")};`).toMatchInlineSnapshot(`
      "CREATE TABLE IF NOT EXISTS "app_session_migration" (
        version BIGINT NOT NULL PRIMARY KEY,
        name TEXT COLLATE "C" NOT NULL,
        applied_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP
      );
      CREATE TABLE IF NOT EXISTS "app_session" (
        "key" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
        version TEXT COLLATE "C" NOT NULL,
        expires_at BIGINT NOT NULL,
        ends_at BIGINT NOT NULL,
        owner TEXT COLLATE "C",
        data TEXT NOT NULL
      );
      CREATE INDEX IF NOT EXISTS "app_session_expires_at" ON "app_session" (expires_at);
      CREATE INDEX IF NOT EXISTS "app_session_owner" ON "app_session" (owner, "key");
      INSERT INTO "app_session_migration" (version, name) VALUES (1, 'create the table');"
    `);
  });
});
