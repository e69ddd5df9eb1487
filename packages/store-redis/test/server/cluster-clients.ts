import type { RedisClient } from "@sess/store-redis";
import { Cluster as IoCluster } from "ioredis";
import { Cluster as ValkeyCluster } from "iovalkey";
import { createCluster } from "redis";
import { createCluster as createCluster5 } from "redis5";

/** Where the nodes of a cluster listen. */
export interface Node {
  readonly url: string;
  readonly host: string;
  readonly port: number;
}

/** A failing connection is seen by the call that fails. */
const quiet = () => {};

export type ClusterClientName = "node-redis 6" | "node-redis 5" | "ioredis" | "iovalkey";

/** Opens a client of a whole cluster, by the name that its tests are listed under. */
export const clusterClients: Readonly<
  Record<ClusterClientName, (nodes: readonly Node[], replicas?: boolean) => Promise<RedisClient>>
> = {
  "node-redis 6": async (nodes, useReplicas = false) =>
    await createCluster({ rootNodes: roots(nodes), useReplicas })
      .on("error", quiet)
      .connect(),
  "node-redis 5": async (nodes, useReplicas = false) =>
    await createCluster5({ rootNodes: roots(nodes), useReplicas, defaults: { disableOfflineQueue: true } })
      .on("error", quiet)
      .connect(),
  ioredis: async (nodes, replicas = false) =>
    new IoCluster([...nodes], { scaleReads: replicas ? "slave" : "master" }).on("error", quiet),
  iovalkey: async (nodes, replicas = false) =>
    new ValkeyCluster([...nodes], { scaleReads: replicas ? "slave" : "master" }).on("error", quiet),
};

function roots(nodes: readonly Node[]): { url: string }[] {
  return nodes.map(({ url }) => ({ url }));
}
