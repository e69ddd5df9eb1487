import { randomUUID } from "node:crypto";
import { type RedisClient, redisStore } from "@sess/store-redis";
import { startRedis, type TestServer } from "@sess-tests/servers";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { end } from "./clients.ts";
import { type ClusterClientName, clusterClients } from "./cluster-clients.ts";

const now = Date.UTC(2040, 0, 1);
const record = { version: "v1", expiresAt: now + 1_000, endsAt: now + 9_000, data: "{}", owner: "ann" };

/** A cluster of one primary that has every slot, and its replica. */
let primary: TestServer;
let replica: TestServer;
let atPrimary: Redis;
let atReplica: Redis;
beforeAll(async () => {
  const args = [
    "--cluster-enabled",
    "yes",
    "--cluster-node-timeout",
    "2000",
    "--cluster-replica-no-failover",
    "yes",
  ];
  const start = () => startRedis({ args: [...args, "--repl-diskless-sync-delay", "0"] });
  [primary, replica] = await Promise.all([start(), start()]);
  atPrimary = new Redis(primary.url);
  atReplica = new Redis(replica.url);
  await atPrimary.call("CLUSTER", "ADDSLOTSRANGE", 0, 16_383);
  await atReplica.call("CLUSTER", "MEET", primary.host, primary.port);
  const id = String(await atPrimary.call("CLUSTER", "MYID"));
  const says = (at: Redis, [command = "", ...words]: readonly string[], what: string) =>
    vi.waitFor(async () => expect(JSON.stringify(await at.call(command, ...words))).toContain(what), {
      timeout: 60_000,
      interval: 20,
    });
  await says(atReplica, ["CLUSTER", "NODES"], id);
  await says(atReplica, ["CLUSTER", "REPLICATE", id], "OK");
  await says(atReplica, ["INFO", "replication"], "master_link_status:up");
  const both = [atPrimary, atReplica];
  for (const at of both) await says(at, ["CLUSTER", "INFO"], "cluster_state:ok");
  // Clients are not told of a replica that has copied nothing yet.
  await atPrimary.set("something", "to copy");
  for (const at of both) await says(at, ["CLUSTER", "SLOTS"], String(replica.port));
});
afterAll(async () => {
  atPrimary.disconnect();
  atReplica.disconnect();
  await Promise.all([primary.stop(), replica.stop()]);
});

describe.each<ClusterClientName>(["node-redis 6", "node-redis 5", "ioredis", "iovalkey"])(
  "%s reading from replicas",
  (name) => {
    let client: RedisClient;
    let prefix: string;
    beforeEach(async () => {
      client = await clusterClients[name]([primary], true);
      prefix = `${randomUUID()}:`;
    });
    afterEach(() => end(client));

    /** How often a server was asked for a record by its readers. */
    const reads = async (server: Redis) =>
      Number(/cmdstat_hmget:calls=(\d+)/.exec(await server.info("commandstats"))?.[1] ?? 0);

    it("reads from them, and from the primary what must be fresh", async () => {
      const store = redisStore({ client, prefix, replicas: true });
      await store.write("k", record, undefined, now);
      await atPrimary.wait(1, 10_000);
      const before = await reads(atReplica);
      for (let round = 0; round < 40; round++) expect(await store.read("k", now)).toEqual(record);
      const byReplica = await reads(atReplica);
      expect(byReplica).toBeGreaterThan(before);
      for (let round = 0; round < 40; round++) expect(await store.read("k", now, true)).toEqual(record);
      for await (const { key } of store.listOwner("ann", now)) expect(key).toBe("k");
      expect(await store.removeOwner("ann")).toEqual(["k"]);
      expect(await reads(atReplica)).toBe(byReplica);
    });
  },
);
