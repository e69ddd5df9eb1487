import { type RedisClient, redisStore } from "@sess/store-redis";
import { startRedis } from "@sess-tests/servers";
import { faultSuite } from "@sess-tests/servers/faults";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { afterAll, beforeAll, describe, it } from "vitest";
import { clients, end, libraries } from "./clients.ts";

/** A failing connection is seen by the call that fails. */
const quiet = () => {};

/** As they come, and as docs/stores/redis.md has them fail at once. */
const open: Readonly<Record<string, (url: string) => Promise<RedisClient>>> = {
  ...Object.fromEntries(libraries.map((name) => [name, clients[name]])),
  "node-redis 6 without a queue": async (url) =>
    await createClient({ url, disableOfflineQueue: true }).on("error", quiet).connect(),
  "ioredis that tries once": async (url) =>
    new Redis(url, { maxRetriesPerRequest: 1, commandTimeout: 2_000 }).on("error", quiet),
};

for (const [name, openClient] of Object.entries(open)) {
  faultSuite({
    name: `Redis by ${name}`,
    describe,
    it,
    beforeAll,
    afterAll,
    startServer: startRedis,
    keepsData: true,
    async openStore(url) {
      const client = await openClient(url);
      return { store: redisStore({ client }), close: () => end(client) };
    },
  });
}
