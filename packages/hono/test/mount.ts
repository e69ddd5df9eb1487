import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import {
  type AdapterUnderTest,
  type Handler,
  type Reply,
  type SessionInput,
  startServer,
  type TestApp,
} from "@sess/test-kit/adapter";
import { type Context, Hono } from "hono";
import { compress } from "hono/compress";
import { getSession, type SessionEnv, session } from "../src/index.ts";

/** Hono on Node, for the adapter suite. */
export const hono: AdapterUnderTest = {
  name: "hono",
  abilities: {
    compression: true,
    errorResponses: true,
    flushHeaders: false,
    http2: true,
    https: true,
    lateCommit: false,
    proxies: false,
    subApps: true,
    writeHead: false,
  },
  mount: (app) => startServer(app, getRequestListener(build(app).fetch)),
  header: (c: Context, name) => c.req.header(name),
};

function build(app: TestApp): Hono<SessionEnv> {
  const built = new Hono<SessionEnv>();
  const { onError, subApp } = app;
  if (app.compression === "outside") built.use(compress({ threshold: 0 }));
  for (const input of app.sessions) built.use(middleware(input));
  if (app.compression === "inside") built.use(compress({ threshold: 0 }));
  for (const [path, handler] of Object.entries(app.routes)) built.all(path, (c) => handle(c, handler));
  if (subApp !== undefined)
    built.route(subApp.path, build({ sessions: subApp.sessions, routes: subApp.routes }));
  if (onError !== undefined) built.onError((error, c) => answer(c, onError(error)));
  return built;
}

function middleware(input: SessionInput): ReturnType<typeof session> {
  return session(input as Parameters<typeof session>[0]) as ReturnType<typeof session>;
}

async function handle(c: Context, handler: Handler): Promise<Response> {
  const reply = await handler({
    get session() {
      return getSession(c);
    },
    held: (as) => c.get(as),
    method: c.req.method,
    url: c.req.url.slice(new URL(c.req.url).origin.length),
    header: (name) => c.req.header(name),
    closed: () => new Promise((resolve) => c.req.raw.signal.addEventListener("abort", () => resolve())),
  });
  return answer(c, reply);
}

function answer(c: Context, reply: Reply): Response {
  for (const [name, value] of reply.headers ?? []) c.header(name, value, { append: name === "Set-Cookie" });
  c.status((reply.status ?? 200) as 200);
  if (reply.redirect !== undefined) return c.redirect(reply.redirect, (reply.status ?? 302) as 302);
  if (reply.json !== undefined) return c.json(reply.json);
  if (reply.file !== undefined) return c.body(Readable.toWeb(createReadStream(reply.file)) as ReadableStream);
  if (reply.chunks !== undefined)
    return c.body(Readable.toWeb(Readable.from(reply.chunks, { objectMode: false })) as ReadableStream);
  return reply.text === undefined ? c.body(null) : c.text(reply.text);
}
