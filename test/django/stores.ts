import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Awaitable, memoryStore, prefixStore, type SessionStore } from "@sess/core";
import { sqliteStore } from "@sess/store-sqlite";

/** Opens an empty store, which its `close` ends. `folder` is an empty folder that is removed afterwards. */
export type OpenStore = (folder: string) => Awaitable<SessionStore>;

/** Every store that the acceptance list runs over, by name. A new one takes one line. */
export const stores: Readonly<Record<string, OpenStore>> = {
  memory: () => memoryStore(),
  "memory that answers later": () => later(memoryStore()),
  "a prefix over memory": () => prefixStore(memoryStore(), "shop"),
  "SQLite in memory": () => migrated(":memory:"),
  "SQLite in a file": (folder) => migrated(join(folder, "sessions.sqlite")),
};

function migrated(path: string): SessionStore {
  const store = sqliteStore({ client: () => new DatabaseSync(path) });
  store.migrate();
  return store;
}

/** The same store, as a server over the network would answer. */
function later(store: SessionStore): SessionStore {
  const { touch, sweep, removeOwner } = store;
  return {
    ...store,
    read: async (...call) => store.read(...call),
    write: async (...call) => store.write(...call),
    remove: async (...call) => store.remove(...call),
    ...(touch && { touch: async (...call) => touch(...call) }),
    ...(sweep && { sweep: async (...call) => sweep(...call) }),
    ...(removeOwner && { removeOwner: async (...call) => removeOwner(...call) }),
  };
}
