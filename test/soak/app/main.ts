import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createSessions } from "@sess/core";
import { frameworks } from "./frameworks.ts";
import { openStore } from "./open-store.ts";
import { sabotaged } from "./sabotage.ts";
import { soakOptions } from "./soak-options.ts";

/** What the process is told when it starts: framework, place of the store, and what is broken on purpose. */
const [framework = "", place = "", broken = ""] = process.argv.slice(2);

const { store, close } = await openStore(place);
const sessions = createSessions({ ...soakOptions, store: sabotaged(store, broken) });
const listener = frameworks[framework]?.(sessions);
if (listener === undefined) throw new Error(`There is no framework "${framework}".`);
const server = createServer(listener);
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));

process.on("message", (message) => {
  if (message !== "heap") return;
  global.gc?.();
  global.gc?.();
  process.send?.({ heap: process.memoryUsage().heapUsed });
});
// The soak has ended, however it did.
process.on("disconnect", () => process.exit());
process.on("SIGTERM", () => {
  server.close(async () => {
    await close();
    process.exit();
  });
  server.closeIdleConnections();
  setTimeout(() => process.exit(), 3_000).unref();
});
