import { type MysqlClient, mysqlStore } from "@sess/store-mysql";
import type * as mariadb from "mariadb";
import type mysql2 from "mysql2";
import type mysql2Promise from "mysql2/promise";
import { describe, expectTypeOf, it } from "vitest";

describe("the client of mysqlStore", () => {
  it("is a pool or connection of mysql2 or mariadb as it is", () => {
    expectTypeOf<mysql2Promise.Pool>().toExtend<MysqlClient>();
    expectTypeOf<mysql2Promise.Connection>().toExtend<MysqlClient>();
    expectTypeOf<mysql2Promise.PoolConnection>().toExtend<MysqlClient>();
    expectTypeOf<mysql2.Pool>().toExtend<MysqlClient>();
    expectTypeOf<mysql2.Connection>().toExtend<MysqlClient>();
    expectTypeOf<mariadb.Pool>().toExtend<MysqlClient>();
    expectTypeOf<mariadb.Connection>().toExtend<MysqlClient>();
    expectTypeOf<mariadb.PoolConnection>().toExtend<MysqlClient>();
  });

  it("is one, or a function that opens one now or later, and no address", () => {
    expectTypeOf(mysqlStore).toBeCallableWith({ client: (): mysql2Promise.Pool => null as never });
    expectTypeOf(mysqlStore).toBeCallableWith({
      client: async (): Promise<mariadb.Connection> => null as never,
    });
    // @ts-expect-error The user opens the connection.
    mysqlStore({ client: "mysql://localhost/app" });
    // @ts-expect-error There is no such option.
    mysqlStore({ client: null as never as mysql2Promise.Pool, tableName: "x" });
  });
});
