import { type Awaitable, SessError } from "@sess/core";
import type { RedisClient } from "./redis-client.ts";
import { type RedisCommands, redisCommands } from "./redis-commands.ts";
import { assertClient, assertInOrder } from "./usable-client.ts";

/** The client in use. */
export interface RedisConnection {
  /** Throws `ERR_SESS_STORE_CLOSED` after `close`. */
  assertOpen(): void;
  /** Opens the client where that is left to the store. Throws after `close` as well. */
  commands(): Awaitable<RedisCommands>;
  /** Closes what it has opened. */
  close(): Promise<void>;
}

export function redisConnection(client: RedisClient | (() => Awaitable<RedisClient>)): RedisConnection {
  const given = typeof client === "function" ? undefined : redisCommands(client);
  let opened: Promise<RedisCommands> | undefined;
  let closed = false;

  const open = async () => {
    const opened = await (client as () => Awaitable<RedisClient>)();
    assertClient(opened);
    const commands = redisCommands(opened);
    try {
      assertInOrder(opened);
    } catch (error) {
      commands.end();
      throw error;
    }
    return commands;
  };
  const assertOpen = () => {
    if (!closed) return;
    throw new SessError("ERR_SESS_STORE_CLOSED", "The Redis store was used after close(). Create a new one.");
  };
  return {
    assertOpen,
    commands() {
      assertOpen();
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
      // Where it could not be opened, there is nothing to end, and whoever used it has been told.
      await (await ending?.catch(() => undefined))?.end();
    },
  };
}
