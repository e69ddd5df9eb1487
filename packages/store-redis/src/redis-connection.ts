import { type Awaitable, SessError } from "@sess/core";
import type { RedisClient } from "./redis-client.ts";
import { type RedisCommands, redisCommands } from "./redis-commands.ts";

/** The client in use. */
export interface RedisConnection {
  /** Opens the client where that is left to the store. Throws `ERR_SESS_STORE_CLOSED` after `close`. */
  commands(): Awaitable<RedisCommands>;
  /** Closes what it has opened. */
  close(): Promise<void>;
}

export function redisConnection(client: RedisClient | (() => Awaitable<RedisClient>)): RedisConnection {
  const given = typeof client === "function" ? undefined : redisCommands(client);
  let opened: Promise<RedisCommands> | undefined;
  let closed = false;

  const open = async () => redisCommands(await (client as () => Awaitable<RedisClient>)());
  return {
    commands() {
      if (closed) {
        throw new SessError(
          "ERR_SESS_STORE_CLOSED",
          "The Redis store was used after close(). Create a new one.",
        );
      }
      if (given) return given;
      opened ??= open().catch((error: unknown) => {
        // The next call tries again.
        opened = undefined;
        throw error;
      });
      return opened;
    },
    async close() {
      closed = true;
      const ending = opened;
      opened = undefined;
      await (await ending)?.end();
    },
  };
}
