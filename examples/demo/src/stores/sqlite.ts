import { mkdirSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sqliteStore } from "@sess/store-sqlite";
import { UsageError } from "../usage-error.ts";
import type { Opener } from "./opener.ts";

export const openSqlite: Opener = (_url, path) => {
  if (path === "") throw new UsageError("--store sqlite: takes a file, as in sqlite:data/demo.sqlite.");
  const file = resolve(path);
  mkdirSync(dirname(file), { recursive: true });
  const store = sqliteStore({ client: () => new DatabaseSync(file) });
  store.migrate();
  return { store, name: `SQLite, in the file ${basename(file)}` };
};
