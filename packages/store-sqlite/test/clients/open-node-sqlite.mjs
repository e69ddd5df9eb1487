import { DatabaseSync } from "node:sqlite";

export const open = (path) => new DatabaseSync(path);
