import { type MysqlPool, mysqlMigrations, mysqlStore } from "@sess/store-mysql";
import { describe, expect, it } from "vitest";

const client: MysqlPool = {
  execute: () => Promise.reject(new Error("There is no server.")),
  getConnection: () => Promise.reject(new Error("There is no server.")),
  end: () => Promise.resolve(),
};

describe("mysqlStore", () => {
  it.each<[string, unknown, RegExp]>([
    ["no options", undefined, /"client" must be a pool or connection .* Received undefined/],
    ["no client", {}, /"client" must be a pool or connection/],
    ["an address", { client: "mysql://localhost" }, /"client" .* Received "mysql:\/\/localhost"/],
    ["something else as client", { client: { query() {} } }, /"client" must be/],
    [
      "an unknown option",
      { client, tableName: "x" },
      /"tableName" is no option: there are client, table, maxBytes/,
    ],
    ["a table that needs quotes", { client, table: "a`b" }, /"table" must be a name/],
    ["no bytes", { client, maxBytes: 0 }, /"maxBytes" must be a positive number of bytes. Received 0/],
  ])("refuses %s", (_name, options, message) => {
    expect(() => mysqlStore(options as never)).toThrow(TypeError);
    expect(() => mysqlStore(options as never)).toThrow(message);
  });

  it("says what it can do", () => {
    expect(mysqlStore({ client, maxBytes: 5_000 }).abilities).toEqual({
      atomicWrite: true,
      owners: true,
      sweeps: true,
      nativeExpiry: false,
      durable: true,
      shared: true,
      mayBeStale: false,
      maxBytes: 5_000,
    });
  });

  it("connects to nothing before it is used", () => {
    expect(() => mysqlStore({ client: () => expect.unreachable() })).not.toThrow();
  });
});

describe("mysqlMigrations", () => {
  it("are SQL that an operator can read and apply", () => {
    const script = mysqlMigrations("app_session").flatMap(({ statements }) => statements);
    expect(`${script.join(";\n")};`).toMatchInlineSnapshot(`
      "CREATE TABLE IF NOT EXISTS \`app_session_migration\` (
        version BIGINT NOT NULL PRIMARY KEY,
        name VARBINARY(1024) NOT NULL,
        applied_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
      ) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;
      CREATE TABLE IF NOT EXISTS \`app_session\` (
        \`key\` VARBINARY(512) NOT NULL PRIMARY KEY,
        version VARBINARY(64) NOT NULL,
        expires_at BIGINT NOT NULL,
        ends_at BIGINT NOT NULL,
        owner VARBINARY(1024),
        data LONGBLOB NOT NULL,
        INDEX \`app_session_expires_at\` (expires_at),
        INDEX \`app_session_owner\` (owner, \`key\`)
      ) ENGINE=InnoDB ROW_FORMAT=DYNAMIC;
      INSERT INTO \`app_session_migration\` (version, name) VALUES (1, 'create the table');"
    `);
  });
});
