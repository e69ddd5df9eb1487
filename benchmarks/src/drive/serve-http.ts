import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { App } from "../contestant.ts";

/** Serves an app on a free port of the loopback interface. */
export async function serveHttp(app: App): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = app.listener ? createServer(app.listener) : await fetchServer(app.fetch);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function fetchServer(fetch: NonNullable<App["fetch"]>): Promise<Server> {
  const { createAdaptorServer } = await import("@hono/node-server");
  return createAdaptorServer({ fetch }) as Server;
}
