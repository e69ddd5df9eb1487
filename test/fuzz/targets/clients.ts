import type { KeyvClient } from "@sess/store-keyv";
import type { NodeRedisClient } from "@sess/store-redis";

/** A Keyv whose storage says whatever `answer` says. */
export function keyvClient(answer: () => unknown): KeyvClient {
  return {
    checkExpired: true,
    get: async () => answer(),
    set: async () => true,
    delete: async () => true,
    on: () => undefined,
    off: () => undefined,
    disconnect: async () => undefined,
  };
}

/** A Redis that says whatever `answer` says, to every command. */
export function redisClient(answer: () => unknown): NodeRedisClient {
  return {
    hmGet: async () => answer(),
    evalSha: async () => answer(),
    eval: async () => answer(),
    del: async () => answer(),
    destroy: () => undefined,
  };
}
