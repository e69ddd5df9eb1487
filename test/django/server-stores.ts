import { randomUUID } from "node:crypto";
import KeyvMemcache from "@keyv/memcache";
import type { SessionStore } from "@sess/core";
import { cachedStore } from "@sess/store-cached";
import { keyvStore } from "@sess/store-keyv";
import { mysqlStore } from "@sess/store-mysql";
import { postgresStore } from "@sess/store-postgres";
import { redisStore } from "@sess/store-redis";
import { serverUrl } from "@sess-tests/servers";
import { Keyv } from "keyv";
import { createPool } from "mysql2/promise";
import pg from "pg";
import { createClient } from "redis";
import type { OpenStore } from "./stores.ts";

/** Those over a server: the one that the whole test run shares. Each test has a prefix or a table of its own. */
export const serverStores: Readonly<Record<string, OpenStore>> = {
  Redis: openRedis,
  PostgreSQL: openPostgres,
  MySQL: openMysql,
  "Keyv over memcached": openMemcached,
  "Redis in front of PostgreSQL": async () =>
    cachedStore({ fast: await openRedis(), slow: await openPostgres() }),
};

async function openRedis(): Promise<SessionStore> {
  const client = await createClient({ url: serverUrl("redis") }).connect();
  const store = redisStore({ client, prefix: `${randomUUID()}:` });
  return closing(store, () => client.close());
}

async function openPostgres(): Promise<SessionStore> {
  const client = new pg.Pool({ connectionString: serverUrl("postgres") });
  const table = freshTable();
  const store = postgresStore({ client, table });
  await store.migrate();
  return closing(store, async () => {
    await client.query(`DROP TABLE ${table}`);
    await client.end();
  });
}

async function openMysql(): Promise<SessionStore> {
  const client = createPool(serverUrl("mysql"));
  const table = freshTable();
  const store = mysqlStore({ client, table });
  await store.migrate();
  return closing(store, async () => {
    await client.query(`DROP TABLE ${table}`);
    await client.end();
  });
}

async function openMemcached(): Promise<SessionStore> {
  const storage = new KeyvMemcache(new URL(serverUrl("memcached")).host);
  const store = keyvStore({
    client: new Keyv({ store: storage, namespace: randomUUID() }),
    nativeExpiry: true,
    shared: true,
  });
  return closing(store, () => storage.client.close());
}

function freshTable(): string {
  return `sess_${randomUUID().replaceAll("-", "")}`;
}

/** The store, whose `close` ends its client as well. */
function closing(store: SessionStore, end: () => unknown): SessionStore {
  return {
    ...store,
    async close() {
      await store.close?.();
      await end();
    },
  };
}
