import { randomUUID } from "node:crypto";
import { cachedStore } from "@sess/store-cached";
import { redisStore } from "@sess/store-redis";
import { storeSuite } from "@sess/test-kit/store";
import { serverUrl } from "@sess-tests/servers";
import { describe, it } from "vitest";
import { temporaryDatabase } from "../temporary-database.ts";
import { redisClient } from "./redis.ts";

const url = serverUrl("redis");

await storeSuite({
  name: "Redis over SQLite",
  describe,
  it,
  async createStore() {
    const database = temporaryDatabase();
    const prefix = `${randomUUID()}:`;
    const client = await redisClient(url);
    const slow = database.open();
    const end = () => {
      if (client.isOpen) client.destroy();
    };
    return {
      store: cachedStore({ fast: redisStore({ client, prefix }), slow, onFastError: () => {} }),
      reopen: () =>
        cachedStore({
          fast: redisStore({ client: () => redisClient(url), prefix }),
          slow: database.open(),
        }),
      down() {
        end();
        slow.close();
      },
      workers: {
        module: new URL("./cached-over-redis-worker.ts", import.meta.url),
        data: { path: database.path, url, prefix },
      },
      cleanup() {
        end();
        database.remove();
      },
    };
  },
});
