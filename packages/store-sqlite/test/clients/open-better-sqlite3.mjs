import { createRequire } from "node:module";

// Where build-better-sqlite3.ts has compiled it.
const Database = createRequire(import.meta.url)(process.env.BETTER_SQLITE3 ?? "better-sqlite3");

export const open = (path) => new Database(path);
