import type { RedisClient } from "@sess/store-redis";
import { Redis as IoRedis } from "ioredis";
import { Redis as IoValkey } from "iovalkey";
import { createClient, createClientPool, RESP_TYPES } from "redis";
import { createClient as createClient5 } from "redis5";

/** A failing connection is seen by the call that fails. */
const quiet = () => {};

export type ClientName =
  | "node-redis 6"
  | "node-redis 6 over RESP2"
  | "node-redis 6 answering with Buffers"
  | "a pool of node-redis 6"
  | "node-redis 5"
  | "node-redis 5 over RESP3"
  | "ioredis"
  | "ioredis over RESP3"
  | "ioredis with every convenience"
  | "iovalkey";

/** Opens a client, by the name that its tests are listed under. */
export const clients: Readonly<Record<ClientName, (url: string) => Promise<RedisClient>>> = {
  "node-redis 6": async (url) => await createClient({ url }).on("error", quiet).connect(),
  "node-redis 6 over RESP2": async (url) => await createClient({ url, RESP: 2 }).on("error", quiet).connect(),
  "node-redis 6 answering with Buffers": async (url) => {
    const client = await createClient({ url }).on("error", quiet).connect();
    return client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer, [RESP_TYPES.NUMBER]: String });
  },
  "a pool of node-redis 6": async (url) => {
    const pool = createClientPool({ url }, { minimum: 1, maximum: 4 }).on("error", quiet);
    await pool.connect();
    return pool;
  },
  "node-redis 5": async (url) =>
    await createClient5({ url, disableOfflineQueue: true }).on("error", quiet).connect(),
  "node-redis 5 over RESP3": async (url) =>
    await createClient5({ url, RESP: 3, disableOfflineQueue: true }).on("error", quiet).connect(),
  ioredis: async (url) => new IoRedis(url).on("error", quiet),
  "ioredis with every convenience": async (url) =>
    new IoRedis(url, {
      enableAutoPipelining: true,
      keyPrefix: "everything:",
      showFriendlyErrorStack: true,
    }).on("error", quiet),
  "ioredis over RESP3": async (url) => new IoRedis(url, { protocol: 3 }).on("error", quiet),
  iovalkey: async (url) => new IoValkey(url).on("error", quiet),
};

/** Each library once. */
export const libraries: readonly ClientName[] = ["node-redis 6", "node-redis 5", "ioredis", "iovalkey"];

/** Cuts the connection of a client, if it still has one. */
export function end(client: RedisClient): void {
  if ("disconnect" in client && "evalsha" in client) client.disconnect();
  else if ((client as { isOpen?: boolean }).isOpen) (client as { destroy(): unknown }).destroy();
}
