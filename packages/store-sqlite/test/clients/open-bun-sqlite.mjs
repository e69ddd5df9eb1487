import { Database } from "bun:sqlite";

export const open = (path) => new Database(path);
