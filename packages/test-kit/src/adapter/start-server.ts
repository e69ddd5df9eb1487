import { createServer, type RequestListener } from "node:http";
import { createServer as createHttp2Server, type ServerHttp2Session } from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { RunningApp, TestApp } from "./app.ts";

/**
 * For mounts over `node:http`: starts `listener` on a free port, by the protocol that the app asks for.
 *
 * @example
 * import { startServer, type TestApp } from "@sess/test-kit/adapter";
 *
 * const mount = (app: TestApp) => startServer(app, (request, response) => response.end(Object.keys(app.routes).join()));
 */
export async function startServer(
  { protocol = "http", tls = {} }: Pick<TestApp, "protocol" | "tls">,
  listener: RequestListener,
): Promise<RunningApp> {
  const server =
    protocol === "https"
      ? createHttpsServer(tls, listener)
      : protocol === "http2"
        ? createHttp2Server(listener as never)
        : createServer(listener);
  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session: ServerHttp2Session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${protocol === "https" ? "https" : "http"}://127.0.0.1:${port}`,
    close() {
      if ("closeAllConnections" in server) server.closeAllConnections();
      for (const session of sessions) session.destroy();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
