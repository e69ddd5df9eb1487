import type { RedisClient } from "@sess/store-redis";
import { createClient } from "redis";

/** A client that connects again by itself, and fails a call at once while there is no connection. */
export async function redisClient(url: string): Promise<RedisClient & { isOpen: boolean; destroy(): void }> {
  const client = createClient({ url, disableOfflineQueue: true });
  // A failing connection is seen by the call that fails.
  client.on("error", () => {});
  await client.connect();
  return client;
}
