import { invalidOption } from "@sess/core";
import type { RedisClient } from "./redis-client.ts";

/** Throws a `TypeError` for what is no client of a library that the store knows. */
export function assertClient(client: RedisClient | null | undefined): void {
  const has = (...methods: string[]) =>
    methods.every(
      (name) => typeof (client as Record<string, unknown> | null | undefined)?.[name] === "function",
    );
  if (has("hmGet", "evalSha", "destroy") || has("hmget", "evalsha", "disconnect")) return;
  throw invalidOption(
    "client",
    "must be a client of node-redis 5 or newer, ioredis or iovalkey, or a function that opens one",
    client,
  );
}

/**
 * Throws a `TypeError` for a client of node-redis 5 that has its queue. What is in the queue when the connection breaks,
 * it may write to the broken one. It goes on waiting for those replies, and what comes next is taken for them: either it
 * is never ready again, or each command is given the reply of another, and a session looks missing or saved. Without
 * the queue nothing waits, and version 6 writes to no broken connection. Pools and clusters do not say how they were made.
 */
export function assertInOrder(client: RedisClient): void {
  const { options, clientUnblock } = client as {
    readonly options?: { readonly disableOfflineQueue?: boolean } | undefined;
    /** What version 6 has and 5 has not. */
    readonly clientUnblock?: unknown;
  };
  if (!("evalSha" in client) || options === undefined || clientUnblock !== undefined) return;
  if (options.disableOfflineQueue === true) return;
  throw invalidOption(
    "client",
    "must have `disableOfflineQueue: true` where it is one of node-redis 5, which mixes up replies after a lost connection otherwise; or take node-redis 6",
    options.disableOfflineQueue,
    `disableOfflineQueue: ${options.disableOfflineQueue}`,
  );
}
