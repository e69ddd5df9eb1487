import { join } from "node:path";
import { memoryStore, type SessionStore } from "@sess/core";
import { connectRedis } from "./redis-client.ts";

/** A store of ours, ready. */
export interface ReadyStore {
  readonly store: SessionStore;
  close(): unknown;
}

/** Where stores keep their records. */
export interface Places {
  readonly folder: string;
  readonly redisUrl?: string | undefined;
  readonly postgresUrl?: string | undefined;
  readonly mysqlUrl?: string | undefined;
  /** Apart from others in the same place: a plain name. */
  readonly name: string;
}

export type OurStoreName =
  | "file"
  | "memory"
  | "mysql"
  | "postgres"
  | "redis"
  | "sqlite"
  | "sqlite, 256 MB of cache";

/** Every store by key, by the name it has in the tables. Loaded when used. */
export const ourStores: Readonly<Record<OurStoreName, (places: Places) => Promise<ReadyStore>>> = {
  memory: async () => ({ store: memoryStore({ maxEntries: 2_000_000 }), close() {} }),
  sqlite: openSqlite,
  "sqlite, 256 MB of cache": ({ name, ...place }) =>
    openSqlite({ ...place, name: `${name}-cache` }, "PRAGMA cache_size = -262144"),
  async redis({ redisUrl, name }) {
    const { redisStore } = await import("@sess/store-redis");
    const client = await connectRedis(redisUrl);
    return { store: redisStore({ client, prefix: `${name}:` }), close: () => client.destroy() };
  },
  async postgres({ postgresUrl, name }) {
    if (postgresUrl === undefined) throw new Error("This needs PostgreSQL.");
    const { default: pg } = await import("pg");
    const { postgresStore } = await import("@sess/store-postgres");
    const client = new pg.Pool({ connectionString: postgresUrl, max: 10 });
    const store = postgresStore({ client, table: name });
    await store.migrate();
    return { store, close: () => client.end() };
  },
  async mysql({ mysqlUrl, name }) {
    if (mysqlUrl === undefined) throw new Error("This needs MariaDB or MySQL.");
    const { createPool } = await import("mysql2/promise");
    const { mysqlStore } = await import("@sess/store-mysql");
    const client = createPool({ uri: mysqlUrl, connectionLimit: 10 });
    const store = mysqlStore({ client, table: name });
    await store.migrate();
    return { store, close: () => client.end() };
  },
  async file({ folder, name }) {
    const { fileStore } = await import("@sess/store-file");
    const store = fileStore({ folder: join(folder, name) });
    return { store, close: () => store.close() };
  },
};

async function openSqlite({ folder, name }: Places, pragma = ""): Promise<ReadyStore> {
  const { DatabaseSync } = await import("node:sqlite");
  const { sqliteStore } = await import("@sess/store-sqlite");
  const client = new DatabaseSync(join(folder, `${name}.sqlite`));
  client.exec(`PRAGMA synchronous = NORMAL; ${pragma}`);
  const store = sqliteStore({ client });
  store.migrate();
  return { store, close: () => client.close() };
}
