import { randomUUID } from "node:crypto";
import { type RedisClient, redisStore } from "@sess/store-redis";
import { startRedis, type TestServer } from "@sess-tests/servers";
import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { end } from "./clients.ts";
import { type ClusterClientName, clusterClients } from "./cluster-clients.ts";

const now = Date.UTC(2040, 0, 1);
const record = { version: "v1", expiresAt: now + 1_000, endsAt: now + 9_000, data: "{}" };

// A cluster of one shard with a replica.
let primary: TestServer;
let replica: TestServer;
let admins: ReturnType<typeof createClient>[];
beforeAll(async () => {
  [primary, replica] = await Promise.all([cluster(), cluster()]);
  admins = [primary, replica].map(({ url }) => createClient({ url }));
  await Promise.all(admins.map((admin) => admin.connect()));
  const [first, second] = admins as [ReturnType<typeof createClient>, ReturnType<typeof createClient>];
  await first.clusterAddSlotsRange({ start: 0, end: 16_383 });
  await second.clusterMeet(primary.host, primary.port);
  const id = await first.clusterMyId();
  await expect.poll(() => second.clusterNodes().then((nodes) => nodes.some((node) => node.id === id))).toBe(true);
  await second.clusterReplicate(id);
  await expect.poll(() => second.info("replication"), { timeout: 20_000 }).toContain("master_link_status:up");
  await expect.poll(() => second.info("cluster"), { timeout: 20_000 }).toBeDefined();
  for (const admin of admins) {
    await expect.poll(() => admin.clusterInfo(), { timeout: 20_000 }).toContain("cluster_state:ok");
  }
}, 60_000);
afterAll(async () => {
  for (const admin of admins) end(admin);
  await Promise.all([primary.stop(), replica.stop()]);
});

const cluster = () => startRedis({ args: ["--cluster-enabled", "yes"] });
