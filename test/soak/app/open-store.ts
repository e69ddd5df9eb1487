import { DatabaseSync } from "node:sqlite";
import type { SessionStore } from "@sess/core";
import { redisStore } from "@sess/store-redis";
import { sqliteStore } from "@sess/store-sqlite";
import { createClient } from "redis";

/** A store, and what ends it with its client. */
export interface OpenedStore {
  readonly store: SessionStore;
  close(): Promise<void>;
}

/** The store at `place`: `redis://…`, or the path of a SQLite file. */
export async function openStore(place: string): Promise<OpenedStore> {
  if (place.startsWith("redis:")) {
    const client = createClient({
      url: place,
      disableOfflineQueue: true,
      socket: { reconnectStrategy: 100 },
    });
    // Its calls fail as well, and are answered with that.
    client.on("error", () => undefined);
    await client.connect();
    return { store: redisStore({ client }), close: async () => client.destroy() };
  }
  const database = new DatabaseSync(place);
  // What the system has been given survives the end of a process.
  database.exec("PRAGMA synchronous = NORMAL");
  const store = sqliteStore({ client: database });
  store.migrate();
  return { store, close: async () => database.close() };
}
