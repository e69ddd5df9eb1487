import { randomUUID } from "node:crypto";
import { redisStore } from "@sess/store-redis";
import { storeSuite } from "@sess/test-kit/store";
import { setUps, startRedisCluster } from "@sess-tests/servers";
import { Cluster } from "ioredis";
import { afterAll, describe, expect, it } from "vitest";
import { end } from "./clients.ts";
import { type ClusterClientName, clusterClients, type Node } from "./cluster-clients.ts";

const now = Date.UTC(2040, 0, 1);
const record = { version: "v1", expiresAt: now + 1_000, endsAt: now + 9_000, data: "{}" };

const cluster = await startRedisCluster();
afterAll(() => cluster.stop());
const operator = new Cluster(cluster.nodes.map(({ host, port }) => ({ host, port })));
afterAll(() => operator.disconnect());
const nodes: readonly Node[] = cluster.nodes.map(({ url, host, port }) => ({ url, host, port }));

for (const name of setUps(Object.keys(clusterClients) as ClusterClientName[], ["node-redis 6", "ioredis"])) {
  await storeSuite({
    name: `a Redis Cluster of three by ${name}`,
    describe,
    it,
    async createStore() {
      const client = await clusterClients[name](nodes);
      const prefix = `${randomUUID()}:`;
      return {
        store: redisStore({ client, prefix }),
        reopen: () => redisStore({ client: () => clusterClients[name](nodes), prefix }),
        down: () => end(client),
        keptUntil: (key) => operator.pexpiretime(`${prefix}record:${key}`),
        workers: {
          module: new URL("./cluster-worker.ts", import.meta.url),
          data: { name, nodes, prefix },
        },
        cleanup: () => end(client),
      };
    },
  });
}

describe("a Redis Cluster of three by ioredis with auto-pipelining and a key prefix", () => {
  it("finds every session, on whatever node it and its owner's index are", async () => {
    const client = new Cluster([...nodes], { enableAutoPipelining: true, keyPrefix: "every:" });
    const store = redisStore({ client, prefix: `${randomUUID()}:` });
    const keys = Array.from({ length: 60 }, (_, index) => `k${index}`);
    const written = await Promise.all(
      keys.map((key, index) =>
        store.write(key, { ...record, data: key, owner: `owner-${index % 6}` }, undefined, now),
      ),
    );
    expect(written).not.toContain(false);
    const found = await Promise.all(keys.map((key) => store.read(key, now)));
    expect(found.map((one) => one?.data)).toEqual(keys);
    const removed = await Promise.all([0, 1, 2, 3, 4, 5].map((index) => store.removeOwner(`owner-${index}`)));
    expect(removed.flat().sort()).toEqual([...keys].sort());
    client.disconnect();
  });
});
