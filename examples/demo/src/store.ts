import { mkdirSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { memoryStore, type SessionStore } from "@sess/core";
import { sqliteStore } from "@sess/store-sqlite";
import { UsageError } from "./usage-error.ts";

/** A store, and where it keeps sessions, in words. */
export interface OpenedStore {
  readonly store: SessionStore;
  readonly name: string;
}

/** How to open a store, by the scheme of its URL. Gets what stands behind the colon. */
const schemes: Readonly<Record<string, (rest: string) => OpenedStore>> = {
  memory: () => ({ store: memoryStore(), name: "memory, until the server stops" }),
  sqlite(path) {
    if (path === "") throw new UsageError("--store sqlite: takes a file, as in sqlite:data/demo.sqlite.");
    const file = resolve(path);
    mkdirSync(dirname(file), { recursive: true });
    const store = sqliteStore({ client: () => new DatabaseSync(file) });
    store.migrate();
    return { store, name: `SQLite, in the file ${basename(file)}` };
  },
};

/** Opens the store that `url` names. Throws a `UsageError` for a scheme that there is none for. */
export function openStore(url: string): OpenedStore {
  const [, scheme = "", rest = ""] = /^([a-z]+):(.*)$/.exec(url) ?? [];
  const open = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  if (open === undefined) {
    const known = Object.keys(schemes).map((name) => `${name}:`);
    throw new UsageError(`--store takes a URL that begins with ${known.join(" or ")}. It is "${url}".`);
  }
  return open(rest);
}
