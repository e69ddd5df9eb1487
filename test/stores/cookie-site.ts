import { createSessions, eventNames, type SessionOptions, type Sessions } from "@sess/core";
import { session } from "@sess/express";
import { startServer } from "@sess/test-kit/adapter";
import { type FakeClock, fakeClock } from "@sess/test-kit/store";
import express, { type ErrorRequestHandler, type Express } from "express";
import { afterEach } from "vitest";

const secret = "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A";

/** The cookies that a browser has, by name. Nothing is lost in them, and everything can be changed. */
export type Cookies = Map<string, string>;

/** What a request got. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly setCookie: readonly string[];
}

/** A site that keeps sessions in cookies, and one browser of it. */
export interface Site {
  readonly url: string;
  readonly clock: FakeClock;
  readonly cookies: Cookies;
  /** What the manager told, by event. */
  readonly told: readonly string[];
  /** Sets keys of the session; `owner` logs in. */
  set(values: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** The session's data, with these cookies instead of the browser's. */
  read(cookies?: Cookies | string): Promise<unknown>;
  request(path: string, cookies?: Cookies | string, body?: object): Promise<Answer>;
}

/** Gives each test a site of its own, and stops it. */
export function useSite(): (options: Partial<SessionOptions>, clock?: FakeClock) => Promise<Site> {
  const running: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of running.splice(0)) await close();
  });
  return async (options, clock = fakeClock()) => {
    const told: string[] = [];
    const on = Object.fromEntries(
      eventNames.map((name) => [
        name,
        (event: { reason?: string }) => told.push([name, event.reason].filter(Boolean).join(": ")),
      ]),
    );
    const sessions = createSessions({ secret, clock: clock.now, on, ...options });
    const { url, close } = await startServer({}, site(sessions));
    running.push(close);
    const cookies: Cookies = new Map();
    const request: Site["request"] = async (path, sent = cookies, body) => {
      const cookie = typeof sent === "string" ? sent : headerOf(sent);
      const response = await fetch(url + path, {
        headers: { ...(cookie !== "" && { Cookie: cookie }), "Content-Type": "application/json" },
        ...(body && { method: "POST", body: JSON.stringify(body) }),
      });
      const setCookie = response.headers.getSetCookie();
      if (sent === cookies) for (const line of setCookie) take(cookies, line);
      return { status: response.status, body: await response.text(), setCookie };
    };
    return {
      url,
      clock,
      cookies,
      told,
      request,
      set: (values) => request("/set", cookies, values),
      read: async (sent) => JSON.parse((await request("/read", sent)).body),
    };
  };
}

function site(sessions: Sessions): Express {
  const app = express();
  app.set("env", "test");
  // By the end of the path, because some tests put the site below a long one.
  app.use(express.json({ limit: "10mb" }), session(sessions));
  app.post(/\/set$/, (request, response) => {
    const { owner, ...values } = request.body;
    if (owner !== undefined) request.session.owner = owner;
    request.session.assign(values);
    response.sendStatus(204);
  });
  app.get(/\/read$/, (request, response) => void response.json(request.session));
  app.get(/\/flush$/, async (request, response) => {
    await request.session.flush();
    response.sendStatus(204);
  });
  const page: ErrorRequestHandler = (error, _request, response, _next) => {
    response.status(error.status ?? 500).json({ code: error.code, message: error.message });
  };
  app.use(page);
  return app;
}

export function headerOf(cookies: Cookies): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

function take(cookies: Cookies, line: string): void {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (/; Max-Age=0;/.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}
