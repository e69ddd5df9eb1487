import { randomUUID } from "node:crypto";
import { prefixStore } from "@sess/core";
import { redisStore } from "@sess/store-redis";
import { storeSuite } from "@sess/test-kit/store";
import { serverUrl, setUps } from "@sess-tests/servers";
import { createClient } from "redis";
import { afterAll, describe, it } from "vitest";
import { type ClientName, clients, end, libraries } from "./clients.ts";

const url = serverUrl("redis");
const operator = await createClient({ url }).connect();
afterAll(() => end(operator));

/** When Redis removes the record; one client puts a prefix of its own in front. */
async function keptUntil(name: string): Promise<number | undefined> {
  const times = await Promise.all([name, `everything:${name}`].map((key) => operator.pExpireTime(key)));
  return times.find((time) => time > 0);
}

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
        keptUntil: (key) => keptUntil(`${prefix}record:${key}`),
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
    return {
      store: open(),
      reopen: open,
      down: () => end(client),
      keptUntil: (key) => keptUntil(`${id}:record:app:${key}`),
      cleanup: () => end(client),
    };
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
    return {
      store: open(),
      reopen: open,
      down: () => end(client),
      keptUntil: (key) => keptUntil(`${id}:record:${key}`),
      cleanup: () => end(client),
    };
  },
});
