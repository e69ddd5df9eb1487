import { connect } from "node:net";
import KeyvMemcache from "@keyv/memcache";
import KeyvRedis, { createClient } from "@keyv/redis";
import { startMemcached, startRedis, type TestServer } from "@sess-tests/servers";

/** A storage, and what ends its connection. */
export interface OpenStorage {
  readonly storage: KeyvMemcache | KeyvRedis<string>;
  close(): unknown;
  /** How long the server goes on keeping what is under `key`, in milliseconds. */
  timeLeft(namespace: string, key: string): Promise<number | undefined>;
}

/** What becomes of a key: Keyv 5 and the storage put the namespace in front, Keyv 6 or the storage do. */
const namesOf = (namespace: string, key: string) =>
  [`:${namespace}:`, "::", `::${namespace}:`].map((middle) => `${namespace}${middle}sess:${key}`);

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
    const { host, hostname, port } = new URL(url);
    const storage = new KeyvMemcache(host, { logger: { log: () => {} } });
    return {
      storage,
      close: () => storage.client.close(),
      async timeLeft(namespace, key) {
        const questions = namesOf(namespace, key).map((name) => `mg ${name} t`);
        // "mn" is answered last, with "MN".
        const socket = connect(Number(port), hostname).setEncoding("utf8");
        socket.write([...questions, "mn", ""].join("\r\n"));
        let answer = "";
        for await (const chunk of socket) {
          answer += chunk;
          if (answer.endsWith("MN\r\n")) break;
        }
        const seconds = /^HD t(\d+)/m.exec(answer)?.[1];
        return seconds === undefined ? undefined : Number(seconds) * 1_000;
      },
    };
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
    return {
      storage: new KeyvRedis(client),
      close: () => client.isOpen && client.destroy(),
      async timeLeft(namespace, key) {
        const names = namesOf(namespace, key);
        const times = await Promise.all(names.map((name) => client.pTTL(name)));
        return times.find((time) => time >= 0);
      },
    };
  },
};
