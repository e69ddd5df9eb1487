import { expect, it, onTestFinished } from "vitest";
import { startRedisCluster, startRedisPair } from "../src/index.ts";
import { redisCommand, redisSays } from "../src/redis-command.ts";

it("a cluster spreads its keys over three masters", async () => {
  const cluster = await startRedisCluster();
  onTestFinished(() => cluster.stop());
  const replies = [];
  for (const node of cluster.nodes)
    replies.push(await redisCommand(node, "CLUSTER KEYSLOT name").catch(String));
  expect(replies).toHaveLength(3);
  const outcomes = await Promise.allSettled(cluster.nodes.map((node) => redisCommand(node, "SET name ada")));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

it("a replica copies its primary, and takes its place", async () => {
  const pair = await startRedisPair();
  onTestFinished(() => pair.stop());
  await redisCommand(pair.primary, "SET name ada");
  await redisSays(pair.replica, "GET name", "ada");
  await expect(redisCommand(pair.replica, "SET name bob")).rejects.toThrow("READONLY");
  await pair.failover();
  await redisCommand(pair.replica, "SET name bob");
  expect(await redisCommand(pair.replica, "GET name")).toContain("bob");
});
