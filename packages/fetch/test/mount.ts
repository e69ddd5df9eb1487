import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import {
  type AdapterUnderTest,
  type Handler,
  type Reply,
  type Routes,
  startServer,
  type TestApp,
} from "@sess/test-kit/adapter";
import { type FetchHandler, type FetchSessionsInput, getSession, withSession } from "../src/index.ts";

/** Plain fetch handlers, bridged to `node:http`, for the adapter suite. */
export const plainFetch: AdapterUnderTest = {
  name: "fetch",
  abilities: {
    compression: false,
    errorResponses: false,
    flushHeaders: false,
    http2: true,
    https: true,
    lateCommit: false,
    proxies: false,
    subApps: false,
    writeHead: false,
  },
  mount: (app) => startServer(app, getRequestListener(build(app))),
  header: (request: Request, name) => request.headers.get(name) ?? undefined,
};

/** An app of this kind answers the errors of its handlers itself, and those of the session around it. */
function build({ sessions, routes, onError }: TestApp): FetchHandler<[]> {
  const inner = caught(router(routes), onError);
  const wrap = (handler: FetchHandler<[]>, input: TestApp["sessions"][number]) =>
    withSession(input as FetchSessionsInput<Record<string, unknown>, []>, (request) => handler(request));
  return caught(sessions.reduceRight(wrap, inner), onError);
}

function caught(handler: FetchHandler<[]>, onError: TestApp["onError"]): FetchHandler<[]> {
  if (onError === undefined) return handler;
  return async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      return answer(onError(error));
    }
  };
}

function router(routes: Routes): FetchHandler<[]> {
  return (request) => {
    const handler = routes[new URL(request.url).pathname];
    return handler === undefined ? new Response("Not Found", { status: 404 }) : handle(request, handler);
  };
}

async function handle(request: Request, handler: Handler): Promise<Response> {
  const held = (as: string) => {
    try {
      return getSession(request, as);
    } catch {
      return undefined;
    }
  };
  const reply = await handler({
    get session() {
      return getSession(request);
    },
    held,
    method: request.method,
    url: request.url.slice(new URL(request.url).origin.length),
    header: (name) => request.headers.get(name) ?? undefined,
    closed: () => new Promise((resolve) => request.signal.addEventListener("abort", () => resolve())),
  });
  return answer(reply);
}

function answer(reply: Reply): Response {
  const headers = new Headers();
  for (const [name, value] of reply.headers ?? []) headers.append(name, value);
  const init = { status: reply.status ?? 200, headers };
  if (reply.redirect !== undefined) return redirect(reply.redirect, reply.status ?? 302, headers);
  if (reply.json !== undefined) return Response.json(reply.json, init);
  if (reply.file !== undefined) return new Response(web(createReadStream(reply.file)), init);
  if (reply.chunks !== undefined) {
    return new Response(web(Readable.from(reply.chunks, { objectMode: false })), init);
  }
  return new Response(reply.text ?? null, init);
}

/** The platform's own redirects have heads that cannot be changed: just the thing to try. */
function redirect(to: string, status: number, headers: Headers): Response {
  if ([...headers].length > 0) throw new Error("Response.redirect takes no headers.");
  return Response.redirect(new URL(to, "http://localhost"), status);
}

function web(stream: Readable): ReadableStream {
  return Readable.toWeb(stream) as ReadableStream;
}
