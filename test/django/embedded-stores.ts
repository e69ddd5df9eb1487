import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { memoryStore, prefixStore, type SessionStore } from "@sess/core";
import { cachedStore } from "@sess/store-cached";
import { cookieStore } from "@sess/store-cookie";
import { fileStore } from "@sess/store-file";
import { keyvStore } from "@sess/store-keyv";
import { sqliteStore } from "@sess/store-sqlite";
import { Keyv } from "keyv";
import type { OpenStore, OpenTokenStore } from "./stores.ts";

/** Those that need nothing but this process and its disk. */
export const embeddedStores: Readonly<Record<string, OpenStore>> = {
  memory: () => memoryStore(),
  "memory that answers later": () => later(memoryStore()),
  "a prefix over memory": () => prefixStore(memoryStore(), "shop"),
  "SQLite in memory": () => migrated(":memory:"),
  "SQLite in a file": (folder) => migrated(join(folder, "sessions.sqlite")),
  files: (folder) => fileStore({ folder: join(folder, "sessions"), fsync: false }),
  "Keyv in memory": () => keyvStore({ client: new Keyv() }),
  "memory in front of SQLite": () => cachedStore({ fast: memoryStore(), slow: migrated(":memory:") }),
};

/** Those that keep their records in the cookie. */
export const embeddedTokenStores: Readonly<Record<string, OpenTokenStore>> = {
  cookies: () => cookieStore(),
  "cookies that are signed only": () => cookieStore({ encrypt: false }),
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
