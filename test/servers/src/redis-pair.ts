import { startRedis } from "./redis.ts";
import { redisCommand, redisSays } from "./redis-command.ts";
import type { TestServer } from "./test-server.ts";

export interface RedisPair {
  readonly primary: TestServer;
  /** Copies the primary, a moment behind it. */
  readonly replica: TestServer;
  /** Kills the primary and makes the replica one. */
  failover(): Promise<void>;
  stop(): Promise<void>;
}

/** A private Redis and its replica. Resolves when the replica follows. */
export async function startRedisPair(): Promise<RedisPair> {
  const primary = await startRedis({ args: ["--repl-diskless-sync-delay", "0"] });
  let replica: TestServer | undefined;
  const stop = async () => {
    await replica?.stop();
    await primary.stop();
  };
  try {
    replica = await startRedis({ args: ["--replicaof", primary.host, String(primary.port)] });
    await redisSays(replica, "INFO replication", "master_link_status:up");
  } catch (error) {
    await stop();
    throw error;
  }
  const follower = replica;
  return {
    primary,
    replica: follower,
    async failover() {
      await primary.kill();
      await redisCommand(follower, "REPLICAOF NO ONE");
    },
    stop,
  };
}
