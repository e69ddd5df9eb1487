import { redisStore } from "@sess/store-redis";
import { storeWorker } from "@sess/test-kit/store";
import { type ClusterClientName, clusterClients, type Node } from "./cluster-clients.ts";

storeWorker(async (data) => {
  const { name, nodes, prefix } = data as { name: ClusterClientName; nodes: Node[]; prefix: string };
  return redisStore({ client: await clusterClients[name](nodes), prefix });
});
