import { pipeline, Readable } from "node:stream";
import {
  type AdapterUnderTest,
  type Handler,
  type Reply,
  type SessionInput,
  startServer,
  type TestApp,
} from "@sess/test-kit/adapter";
import compression from "compression";
import express5, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from "express";
import express4 from "express4";
import { getSession, session } from "../src/index.ts";

/** The two versions of Express. */
export const versions: readonly (readonly [name: string, express: typeof express5])[] = [
  ["express 5", express5],
  ["express 4", express4],
];

/** A version of Express, for the adapter suite. */
export function adapter(name: string, express: typeof express5): AdapterUnderTest {
  return {
    name,
    abilities: {
      compression: true,
      errorResponses: true,
      flushHeaders: true,
      // The responses of Express inherit from those of HTTP/1.
      http2: false,
      https: true,
      lateCommit: true,
      proxies: true,
      subApps: true,
      writeHead: true,
    },
    mount: (app) => startServer(app, build(express, app)),
    header: (request: Request, name) => request.get(name),
  };
}

function build(express: typeof express5, app: TestApp): Express {
  const built = express();
  built.set("env", "test");
  if (app.trustProxy) built.set("trust proxy", 1);
  if (app.compression === "outside") built.use(compression({ threshold: 0 }));
  for (const input of app.sessions) built.use(middleware(input));
  if (app.compression === "inside") built.use(compression({ threshold: 0 }));
  for (const [path, handler] of Object.entries(app.routes)) built.all(path, route(handler));
  const { onError, subApp } = app;
  if (subApp !== undefined) {
    built.use(subApp.path, build(express, { sessions: subApp.sessions, routes: subApp.routes }));
  }
  if (onError !== undefined) {
    const page: ErrorRequestHandler = (error, _request, response, next) => {
      if (response.headersSent) next(error);
      else answer(response, onError(error));
    };
    built.use(page);
  }
  return built;
}

function middleware(input: SessionInput): RequestHandler {
  return session(input as Parameters<typeof session>[0]);
}

function route(handler: Handler): RequestHandler {
  return (request, response, next) => {
    const run = async (): Promise<void> => {
      const reply = await handler({
        get session() {
          return getSession(request);
        },
        held: (as) => (request as unknown as Record<string, ReturnType<typeof getSession>>)[as],
        method: request.method,
        url: request.originalUrl,
        header: (name) => request.get(name),
        closed: () => new Promise((resolve) => response.on("close", resolve)),
      });
      answer(response, reply);
    };
    // Express 4 does not wait for promises.
    run().catch(next);
  };
}

function answer(response: Response, reply: Reply): void {
  const { status = 200, headers = [] } = reply;
  if (reply.head === "writeHead") {
    response.writeHead(status, headers.flat()).end(reply.text);
    return;
  }
  for (const [name, value] of headers) {
    if (name === "Set-Cookie") response.append(name, value);
    else response.setHeader(name, value);
  }
  response.status(status);
  if (reply.head === "flushHeaders") response.flushHeaders();
  if (reply.redirect !== undefined) response.redirect(reply.status ?? 302, reply.redirect);
  else if (reply.json !== undefined) response.json(reply.json);
  else if (reply.file !== undefined) response.sendFile(reply.file);
  else if (reply.chunks !== undefined) pipeline(Readable.from(reply.chunks), response, () => {});
  else if (reply.text !== undefined) response.send(reply.text);
  else response.end();
}
