import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import {
  type AdapterUnderTest,
  type Handler,
  type Reply,
  type SessionInput,
  startServer,
  type TestApp,
} from "@sess/test-kit/adapter";
import Koa3, { type Context, type Middleware } from "koa";
import compress from "koa-compress";
import mount from "koa-mount";
import Koa2 from "koa2";
import { getSession, session } from "../src/index.ts";

/** The two versions of Koa. */
export const versions: readonly (readonly [name: string, Koa: typeof Koa3])[] = [
  ["koa 3", Koa3],
  ["koa 2", Koa2],
];

/** A version of Koa, for the adapter suite. */
export function adapter(name: string, Koa: typeof Koa3): AdapterUnderTest {
  return {
    name,
    abilities: {
      compression: true,
      errorResponses: true,
      flushHeaders: true,
      http2: true,
      https: true,
      lateCommit: true,
      proxies: true,
      subApps: true,
      writeHead: true,
    },
    mount: (app) => startServer(app, build(Koa, app).callback()),
    header: (context: Context, name) => context.get(name) || undefined,
  };
}

function build(Koa: typeof Koa3, app: TestApp): Koa3 {
  const built = new Koa();
  built.proxy = app.trustProxy === true;
  built.silent = true;
  const { onError, subApp } = app;
  built.use(answeringHead);
  if (onError !== undefined) built.use(catching(onError));
  if (app.compression === "outside") built.use(compress({ threshold: 0 }));
  for (const input of app.sessions) built.use(middleware(input));
  if (app.compression === "inside") built.use(compress({ threshold: 0 }));
  if (subApp !== undefined) {
    built.use(mount(subApp.path, build(Koa, { sessions: subApp.sessions, routes: subApp.routes })));
  }
  built.use(routing(app.routes));
  return built;
}

/** Koa 2 takes the HEAD of HTTP/2 for a request whose client has gone, and never answers it. */
const answeringHead: Middleware = async (context, next) => {
  await next();
  if (context.method === "HEAD" && !context.writable) context.res.end();
};

function middleware(input: SessionInput): Middleware {
  return session(input as Parameters<typeof session>[0]);
}

function catching(onError: (error: unknown) => Reply): Middleware {
  return async (context, next) => {
    try {
      await next();
    } catch (error) {
      answer(context, onError(error));
    }
  };
}

function routing(routes: Readonly<Record<string, Handler>>): Middleware {
  return async (context, next) => {
    const handler = routes[context.path];
    if (handler === undefined) return next();
    const reply = await handler({
      get session() {
        return getSession(context);
      },
      held: (as) => context[as],
      method: context.method,
      url: context.originalUrl,
      header: (name) => context.get(name) || undefined,
      closed: () => new Promise((resolve) => context.res.on("close", resolve)),
    });
    answer(context, reply);
  };
}

function answer(context: Context, reply: Reply): void {
  const { status = 200, headers = [] } = reply;
  if (reply.head === "writeHead") {
    context.respond = false;
    context.res.writeHead(status, headers.flat()).end(reply.text);
    return;
  }
  for (const [name, value] of headers) {
    if (name === "Set-Cookie") context.append(name, value);
    else context.set(name, value);
  }
  context.status = status;
  if (reply.redirect !== undefined) {
    context.redirect(reply.redirect);
    context.status = reply.status ?? 302;
  } else if (reply.json !== undefined) context.body = reply.json;
  else if (reply.file !== undefined) context.body = createReadStream(reply.file);
  else if (reply.chunks !== undefined) context.body = streamOf(context, reply.chunks);
  else if (reply.text !== undefined) context.body = reply.text;
  else context.body = null;
  if (reply.status !== undefined && reply.redirect === undefined) context.status = reply.status;
  if (reply.head === "flushHeaders") context.flushHeaders();
}

/** Koa 2 leaves the response open when its body fails. */
function streamOf(context: Context, chunks: AsyncIterable<string>): Readable {
  return Readable.from(chunks, { objectMode: false }).on("error", () => context.res.destroy());
}
