import { type Awaitable, assertMaxBytes, assertOptionNames, invalidOption } from "@sess/core";
import type { RedisClient } from "./redis-client.ts";
import { assertClient, assertInOrder } from "./usable-client.ts";

/** Options of `redisStore`. */
export interface RedisStoreOptions {
  /**
   * A client of node-redis, ioredis or iovalkey, also one of a cluster; or a function that opens one, called at the
   * first use and again after it has failed. The store closes only what the function opened. One of node-redis 5 has to
   * be made with `disableOfflineQueue: true`.
   */
  readonly client: RedisClient | (() => Awaitable<RedisClient>);
  /**
   * What the name of every key begins with. Several apps on one server take several prefixes.
   * @default "sess:"
   */
  readonly prefix?: string;
  /**
   * The client reads from replicas (`useReplicas` of a node-redis cluster, `scaleReads` of ioredis) or from a cache of
   * its own (`clientSideCache` of node-redis). These may be behind, so a session that seems to be missing is looked up
   * on the primary before it is called so.
   * @default false
   */
  readonly replicas?: boolean;
  /**
   * How many bytes of UTF-8 the data of a session may have, as core then enforces.
   * @default no limit but Redis's own of 512 MB
   */
  readonly maxBytes?: number;
}

const names = ["client", "prefix", "replicas", "maxBytes"];

/** The options with their defaults. Throws a `TypeError` for an unknown or impossible one. */
export function checkedOptions(options: RedisStoreOptions): {
  readonly client: RedisClient | (() => Awaitable<RedisClient>);
  readonly prefix: string;
  readonly replicas: boolean;
  readonly maxBytes: number | undefined;
} {
  assertOptionNames(options, names);
  const { client, prefix = "sess:", replicas = false, maxBytes } = options ?? {};
  if (typeof client !== "function") {
    assertClient(client);
    assertInOrder(client);
  }
  if (typeof prefix !== "string" || prefix === "") {
    throw invalidOption("prefix", "must be text that is not empty", prefix);
  }
  if (typeof replicas !== "boolean") throw invalidOption("replicas", "must be true or false", replicas);
  assertMaxBytes(maxBytes);
  return { client, prefix, replicas, maxBytes };
}
