import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { memoryStore, type StoreAbilities } from "@sess/core";
import { cachedStore } from "@sess/store-cached";
import { cookieStore } from "@sess/store-cookie";
import { fileStore } from "@sess/store-file";
import { keyvStore } from "@sess/store-keyv";
import { mysqlStore } from "@sess/store-mysql";
import { postgresStore } from "@sess/store-postgres";
import { redisStore } from "@sess/store-redis";
import { sqliteStore } from "@sess/store-sqlite";
import { Keyv } from "keyv";
import { createPool } from "mysql2/promise";
import pg from "pg";
import { createClient } from "redis";

/** A store, for the table of all. */
export interface ListedStore {
  readonly name: string;
  /** The folder of its package. */
  readonly folder: string;
  /** Its page in docs/stores. */
  readonly page: string;
  /** The session engine of Django that it stands for. */
  readonly engine: string;
  /** Where the conformance suite is run over it. */
  readonly tests: string;
  readonly abilities: StoreAbilities;
}

/** Every store of ours, made with its default options; what needs a server does not connect. */
export function listedStores(): readonly ListedStore[] {
  const folder = mkdtempSync(join(tmpdir(), "sess-stores-"));
  const database = new DatabaseSync(join(folder, "sessions.sqlite"));
  const listed = (
    name: string,
    place: string,
    engine: string,
    { abilities }: { readonly abilities: StoreAbilities },
  ): ListedStore => ({
    name,
    folder: place,
    page: `${place.replace("store-", "")}.md`,
    engine,
    tests: `{packages/${place}/test/**/*,test/stores/**/${place.replace("store-", "")}-*}.test.ts`,
    abilities,
  });
  const sqlite = sqliteStore({ client: database });
  try {
    return [
      {
        ...listed("Memory", "core", "`cache` (locmem)", memoryStore()),
        page: "memory.md",
        tests: "packages/test-kit/test/store-memory.test.ts",
      },
      listed("SQLite", "store-sqlite", "`db`", sqlite),
      listed("PostgreSQL", "store-postgres", "`db`", postgresStore({ client: new pg.Pool() })),
      listed("MySQL, MariaDB", "store-mysql", "`db`", mysqlStore({ client: createPool({}) })),
      listed("Redis, Valkey", "store-redis", "`cache`", redisStore({ client: createClient() })),
      listed("Keyv", "store-keyv", "`cache`", keyvStore({ client: new Keyv() })),
      listed(
        "Memory in front of SQLite",
        "store-cached",
        "`cached_db`",
        cachedStore({ fast: memoryStore(), slow: sqlite }),
      ),
      listed("Files", "store-file", "`file`", fileStore({ folder: join(folder, "sessions") })),
      listed("Cookie", "store-cookie", "`signed_cookies`", cookieStore()),
    ];
  } finally {
    database.close();
    rmSync(folder, { recursive: true });
  }
}
