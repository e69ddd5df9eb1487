import { redisStore } from "@sess/store-redis";
import { storeWorker } from "@sess/test-kit/store";
import { type ClientName, clients } from "./clients.ts";

storeWorker(async (data) => {
  const { name, url, prefix } = data as { name: ClientName; url: string; prefix: string };
  return redisStore({ client: await clients[name](url), prefix });
});
