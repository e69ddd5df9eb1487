import { createReadStream } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline, Readable } from "node:stream";
import { type AdapterUnderTest, type Reply, startServer, type TestApp } from "@sess/test-kit/adapter";
import compression from "compression";
import { getSession, type Next, session } from "../src/index.ts";

type Layer = (request: IncomingMessage, response: ServerResponse, next: Next) => unknown;

/** Bare Node, for the adapter suite. */
export const node: AdapterUnderTest = {
  name: "node",
  abilities: {
    compression: true,
    errorResponses: true,
    flushHeaders: true,
    http2: true,
    https: true,
    lateCommit: true,
    proxies: false,
    subApps: false,
    writeHead: true,
  },
  mount: (app) => startServer(app, listener(app)),
  header: (request: IncomingMessage, name) => request.headers[name.toLowerCase()]?.toString(),
};

function listener(app: TestApp): (request: IncomingMessage, response: ServerResponse) => void {
  const compress = compression({ threshold: 0 }) as unknown as Layer;
  const sessions = app.sessions.map((input) => session(input as Parameters<typeof session>[0]) as Layer);
  const layers = [
    ...(app.compression === "outside" ? [compress] : []),
    ...sessions,
    ...(app.compression === "inside" ? [compress] : []),
  ];
  return (request, response) => {
    const fail = (error: unknown): void => {
      if (response.headersSent) response.destroy();
      else answer(response, app.onError?.(error) ?? { status: 500, text: "Something went wrong." });
    };
    const run = (position: number, error?: unknown): void => {
      const layer = layers[position];
      if (error !== undefined) fail(error);
      else if (layer !== undefined) layer(request, response, (next) => run(position + 1, next));
      else handle(app, request, response).catch(fail);
    };
    run(0);
  };
}

async function handle(app: TestApp, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url ?? "/";
  const handler = app.routes[url.split("?")[0] as string];
  if (handler === undefined) return answer(response, { status: 404, text: "There is nothing here." });
  const reply = await handler({
    get session() {
      return getSession(request);
    },
    held: (as) => (request as unknown as Record<string, ReturnType<typeof getSession>>)[as],
    method: request.method ?? "GET",
    url,
    header: (name) => request.headers[name.toLowerCase()]?.toString(),
    closed: () => new Promise((resolve) => response.on("close", resolve)),
  });
  answer(response, reply);
}

function answer(response: ServerResponse, reply: Reply): void {
  const status = reply.status ?? (reply.redirect === undefined ? 200 : 302);
  if (reply.head === "writeHead") {
    response.writeHead(status, (reply.headers ?? []).flat()).end(reply.text);
    return;
  }
  response.statusCode = status;
  for (const [name, value] of reply.headers ?? []) {
    if (name === "Set-Cookie") response.appendHeader(name, value);
    else response.setHeader(name, value);
  }
  if (reply.head === "flushHeaders") response.flushHeaders();
  if (reply.redirect !== undefined) response.setHeader("Location", reply.redirect);
  if (reply.json !== undefined) response.end(JSON.stringify(reply.json));
  else if (reply.file !== undefined) pipeline(createReadStream(reply.file), response, () => {});
  else if (reply.chunks !== undefined) pipeline(Readable.from(reply.chunks), response, () => {});
  else response.end(reply.text);
}
