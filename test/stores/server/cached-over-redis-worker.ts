import { DatabaseSync } from "node:sqlite";
import { cachedStore } from "@sess/store-cached";
import { redisStore } from "@sess/store-redis";
import { sqliteStore } from "@sess/store-sqlite";
import { storeWorker } from "@sess/test-kit/store";
import { redisClient } from "./redis.ts";

storeWorker((data) => {
  const { path, url, prefix } = data as { path: string; url: string; prefix: string };
  return cachedStore({
    fast: redisStore({ client: () => redisClient(url), prefix }),
    slow: sqliteStore({ client: new DatabaseSync(path) }),
  });
});
