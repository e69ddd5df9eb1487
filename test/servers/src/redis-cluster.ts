import { startRedis } from "./redis.ts";
import { redisCommand, redisSays } from "./redis-command.ts";
import type { TestServer } from "./test-server.ts";

export interface RedisCluster {
  /** Three masters, each with a third of the slots. */
  readonly nodes: readonly TestServer[];
  stop(): Promise<void>;
}

const slots = ["0 5460", "5461 10922", "10923 16383"];

/** A private Redis Cluster of three masters. Resolves when every node says that the cluster is ready. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const args = ["--cluster-enabled", "yes", "--cluster-node-timeout", "5000"];
  const nodes = await startAll(slots.map(() => () => startRedis({ args })));
  const [first] = nodes as [TestServer];
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()));
  };
  try {
    for (const [index, node] of nodes.entries()) {
      await redisCommand(node, `CLUSTER SET-CONFIG-EPOCH ${index + 1}`);
      await redisCommand(node, `CLUSTER ADDSLOTSRANGE ${slots[index]}`);
      if (node !== first) await redisCommand(node, `CLUSTER MEET ${first.host} ${first.port}`);
    }
    for (const node of nodes) {
      await redisSays(node, "CLUSTER INFO", "cluster_known_nodes:3");
      await redisSays(node, "CLUSTER INFO", "cluster_state:ok");
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { nodes, stop };
}

/** Starts several at the same time; where one fails, the others are stopped. */
async function startAll(starts: readonly (() => Promise<TestServer>)[]): Promise<TestServer[]> {
  const outcomes = await Promise.allSettled(starts.map((start) => start()));
  const started = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const failed = outcomes.find((one) => one.status === "rejected");
  if (failed === undefined) return started;
  await Promise.all(started.map((server) => server.stop()));
  throw failed.reason;
}
