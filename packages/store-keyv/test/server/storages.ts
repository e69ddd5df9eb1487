import KeyvMemcache from "@keyv/memcache";
import KeyvRedis, { createClient } from "@keyv/redis";
import { startMemcached, startRedis, type TestServer } from "@sess-tests/servers";

/** A storage, and what ends its connection. */
export interface OpenStorage {
  readonly storage: KeyvMemcache | KeyvRedis<string>;
  close(): unknown;
}

/** A server that Keyv has a storage for. */
export interface StorageKind {
  readonly name: string;
  start(): Promise<TestServer>;
  /** As the docs say to make it. */
  open(url: string): Promise<OpenStorage>;
}

export const memcached: StorageKind = {
  name: "memcached",
  start: startMemcached,
  async open(url) {
    // Its logger writes every failure to the console.
    const storage = new KeyvMemcache(new URL(url).host, { logger: { log: () => {} } });
    return { storage, close: () => storage.client.close() };
  },
};

export const redis: StorageKind = {
  name: "Redis",
  start: () => startRedis(),
  async open(url) {
    const client = createClient({ url, disableOfflineQueue: true });
    // Keyv's own listener comes later.
    client.on("error", () => {});
    await client.connect();
    return { storage: new KeyvRedis(client), close: () => client.isOpen && client.destroy() };
  },
};
