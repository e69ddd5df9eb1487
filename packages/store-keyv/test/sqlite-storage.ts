import { DatabaseSync } from "node:sqlite";

/** A storage for Keyv in a SQLite file. (`@keyv/sqlite` has a native part of its own to compile.) */
export class SqliteStorage {
  readonly #client: DatabaseSync;
  namespace: string | undefined;

  constructor(path: string) {
    this.#client = new DatabaseSync(path);
    this.#client.exec("CREATE TABLE IF NOT EXISTS keyv (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT");
  }

  async get(key: string): Promise<string | undefined> {
    const row = this.#client.prepare("SELECT value FROM keyv WHERE key = ?").get(key);
    return row === undefined ? undefined : String(row.value);
  }

  async set(key: string, value: string): Promise<void> {
    this.#client.prepare("INSERT OR REPLACE INTO keyv (key, value) VALUES (?, ?)").run(key, value);
  }

  async delete(key: string): Promise<boolean> {
    return this.#client.prepare("DELETE FROM keyv WHERE key = ?").run(key).changes > 0;
  }

  async clear(): Promise<void> {
    this.#client.exec("DELETE FROM keyv");
  }

  async disconnect(): Promise<void> {
    this.#client.close();
  }
}
