import { createReadStream } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline, Readable } from "node:stream";
import {
  applyResponseChanges,
  type ResponseChanges,
  type ResponseFacts,
  SessError,
  type Session,
  type Sessions,
  sessionsFor,
} from "@sess/core";
import { type AdapterUnderTest, type Reply, startServer, type TestApp } from "../src/adapter.ts";

/** What an adapter does, step by step, so that a test can do one of them wrongly. */
export interface Steps {
  cookies(request: IncomingMessage): string | undefined;
  secure(request: IncomingMessage): boolean;
  skip(sessions: Sessions, request: IncomingMessage): boolean;
  mounted(sessions: Sessions, request: IncomingMessage): Session | undefined;
  /** Whether the head has gone: `sent` says whether it was handed over. */
  sent(sent: boolean): boolean;
  aborted(response: ServerResponse): boolean;
  commit(sessions: Sessions, session: Session, facts: ResponseFacts): Promise<ResponseChanges | undefined>;
  apply(changes: ResponseChanges, response: ServerResponse): void;
}

const right: Steps = {
  cookies: (request) => request.headers.cookie,
  secure: (request) => "encrypted" in request.socket,
  skip: (sessions, request) => sessions.skips(request),
  mounted: (sessions, request) => sessions.mounted(request),
  sent: (sent) => sent,
  aborted: (response) => response.closed,
  commit: async (sessions, session, facts) => sessions.commit(session, facts),
  apply: (changes, response) =>
    applyResponseChanges(changes, {
      get: (name) => response.getHeader(name),
      set: (name, value) => response.setHeader(name, value),
      append: (name, value) => response.appendHeader(name, value),
      remove: (name) => response.removeHeader(name),
    }),
};

/**
 * The smallest adapter there can be: a handler's reply is known before anything is sent, so that one commit in front of
 * it is enough. With other `steps`, a wrong one.
 */
export function smallestAdapter(name: string, steps: Partial<Steps> = {}): AdapterUnderTest {
  return {
    name,
    abilities: {
      compression: false,
      errorResponses: true,
      flushHeaders: false,
      http2: true,
      https: true,
      lateCommit: false,
      proxies: false,
      subApps: false,
      writeHead: false,
    },
    mount: (app) =>
      startServer(app, (request, response) => void serve(app, { ...right, ...steps }, request, response)),
    header: (request: IncomingMessage, field) => request.headers[field.toLowerCase()]?.toString(),
  };
}

async function serve(
  app: TestApp,
  steps: Steps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const held = new Map<string, Session>();
  const opened: (readonly [Sessions, Session])[] = [];
  let sent = false;
  let reply: Reply;
  try {
    for (const input of app.sessions) {
      const sessions = sessionsFor(input as Sessions)(request as never);
      if (steps.skip(sessions, request) || steps.mounted(sessions, request) !== undefined) continue;
      const session = await sessions.open({
        cookies: steps.cookies(request),
        secure: steps.secure(request),
        request,
        headersSent: () => steps.sent(sent),
      });
      held.set(sessions.as, session);
      opened.push([sessions, session]);
    }
    reply = await answer(app, held, request, response);
  } catch (error) {
    reply = onError(app, error);
  }
  try {
    const facts = { status: statusOf(reply), aborted: steps.aborted(response) };
    const changes = await Promise.all(
      opened.map(([sessions, session]) => steps.commit(sessions, session, facts)),
    );
    head(response, reply);
    for (const some of changes) if (some !== undefined) steps.apply(some, response);
  } catch (error) {
    reply = onError(app, error);
    head(response, reply);
  }
  sent = true;
  body(response, reply);
}

async function answer(
  app: TestApp,
  held: ReadonlyMap<string, Session>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Reply> {
  const url = request.url ?? "/";
  const handler = app.routes[url.split("?")[0] ?? ""];
  if (handler === undefined) return { status: 404 };
  return handler({
    get session() {
      const session = held.get("session");
      if (session === undefined) throw new SessError("ERR_SESS_NOT_MOUNTED", "There is no session here.");
      return session;
    },
    held: (as) => held.get(as),
    method: request.method ?? "GET",
    url,
    header: (name) => request.headers[name.toLowerCase()]?.toString(),
    closed: () => new Promise((resolve) => response.once("close", resolve)),
  });
}

function onError(app: TestApp, error: unknown): Reply {
  return app.onError?.(error) ?? { status: 500, text: "Something went wrong." };
}

function statusOf(reply: Reply): number {
  return reply.status ?? (reply.redirect === undefined ? 200 : 302);
}

function head(response: ServerResponse, reply: Reply): void {
  response.statusCode = statusOf(reply);
  for (const [name, value] of reply.headers ?? []) response.appendHeader(name, value);
  if (reply.redirect !== undefined) response.setHeader("Location", reply.redirect);
}

function body(response: ServerResponse, reply: Reply): void {
  const stream = reply.chunks ?? (reply.file === undefined ? undefined : createReadStream(reply.file));
  if (stream !== undefined) pipeline(Readable.from(stream, { objectMode: false }), response, () => {});
  else response.end(reply.json === undefined ? reply.text : JSON.stringify(reply.json));
}
