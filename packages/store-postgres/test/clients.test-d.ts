import { PGlite } from "@electric-sql/pglite";
import {
  type PgClient,
  type Pglite,
  type PgPool,
  type PostgresJs,
  type PostgresStoreOptions,
  postgresStore,
} from "@sess/store-postgres";
import pg from "pg";
import postgres from "postgres";
import { describe, expectTypeOf, it } from "vitest";

describe("the client of postgresStore", () => {
  it("is a pool or a connection of pg, postgres.js or PGlite as it is", () => {
    expectTypeOf<pg.Pool>().toExtend<PgPool>();
    expectTypeOf<pg.Client>().toExtend<PgClient>();
    expectTypeOf<postgres.Sql>().toExtend<PostgresJs>();
    expectTypeOf<postgres.Sql<{ bigint: bigint }>>().toExtend<PostgresJs>();
    expectTypeOf<PGlite>().toExtend<Pglite>();
  });

  it("is a client or a synchronous function that opens one, and no address", () => {
    expectTypeOf(postgresStore).toBeCallableWith({ client: new pg.Pool() });
    expectTypeOf(postgresStore).toBeCallableWith({ client: () => new pg.Pool() });
    expectTypeOf(postgresStore).toBeCallableWith({ client: postgres() });
    expectTypeOf(postgresStore).toBeCallableWith({ client: () => postgres({ transform: postgres.camel }) });
    expectTypeOf(postgresStore).toBeCallableWith({ client: () => new PGlite() });
    // @ts-expect-error The user opens the connection.
    expectTypeOf(postgresStore).toBeCallableWith({ client: "postgres://localhost/app" });
    // @ts-expect-error What the store can do is known at once, and so must the client be.
    expectTypeOf(postgresStore).toBeCallableWith({ client: () => PGlite.create() });
    expectTypeOf<{ client: pg.Pool; schema: string }>().not.toEqualTypeOf<PostgresStoreOptions>();
  });
});
