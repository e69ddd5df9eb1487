import { randomUUID } from "node:crypto";
import { prefixStore } from "@sess/core";
import { redisStore } from "@sess/store-redis";
import { storeSuite } from "@sess/test-kit/store";
import { serverUrl, setUps } from "@sess-tests/servers";
import { createClient } from "redis";
import { describe, it } from "vitest";
import { type ClientName, clients, end, libraries } from "./clients.ts";

const url = serverUrl("redis");

for (const name of setUps(Object.keys(clients) as ClientName[], libraries)) {
  await storeSuite({
    name: `Redis by ${name}`,
    describe,
    it,
    async createStore() {
      const client = await clients[name](url);
      const prefix = `${randomUUID()}:`;
      return {
        store: redisStore({ client, prefix }),
        reopen: () => redisStore({ client: () => clients[name](url), prefix }),
        down: () => end(client),
        ...(libraries.includes(name) && {
          workers: {
            module: new URL("./suite-worker.ts", import.meta.url),
            data: { name, url, prefix },
          },
        }),
        cleanup: () => end(client),
      };
    },
  });
}

await storeSuite({
  name: "a prefix over Redis",
  describe,
  it,
  async createStore() {
    const client = await clients["node-redis 6"](url);
    const open = () => prefixStore(redisStore({ client, prefix: `${id}:` }), "app");
    const id = randomUUID();
    return { store: open(), reopen: open, down: () => end(client), cleanup: () => end(client) };
  },
});

await storeSuite({
  name: "Redis by a client that reads from its own cache",
  describe,
  it,
  async createStore() {
    const clientSideCache = { ttl: 0, maxEntries: 0, evictPolicy: "LRU" } as const;
    const client = createClient({ url, clientSideCache }).on("error", () => {});
    await client.connect();
    const id = randomUUID();
    const open = () => redisStore({ client, prefix: `${id}:`, replicas: true });
    return { store: open(), reopen: open, down: () => end(client), cleanup: () => end(client) };
  },
});
