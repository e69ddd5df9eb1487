import type { RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { bodyParser } from "@koa/bodyparser";
import { type Awaitable, createSessions, type Session, type SessionOptions, type Sessions } from "@sess/core";
import type { CsrfError, CsrfOptions } from "@sess/csrf";
import { createCsrf as csrfForExpress } from "@sess/csrf/express";
import { createCsrf as csrfForHono } from "@sess/csrf/hono";
import { createCsrf as csrfForKoa } from "@sess/csrf/koa";
import { session as onExpress } from "@sess/express";
import { session as onHono, type SessionEnv } from "@sess/hono";
import { session as onKoa } from "@sess/koa";
import express, { type Request } from "express";
import express4 from "express4";
import { Hono, type Context as HonoContext } from "hono";
import Koa, { type Context as KoaContext } from "koa";
import Koa2 from "koa2";

/** One request, as a handler without a framework sees it. */
export interface Exchange {
  readonly session: Session;
  readonly sessions: Sessions;
  token(): Promise<string>;
  field(): Promise<string>;
  check(): Awaitable<void>;
  /** The body as this framework's handlers read it: the fields of a form, or JSON. */
  body(): Promise<Record<string, unknown>>;
}

/** Answers the HTML of a page. */
export type Handler = (exchange: Exchange) => string | Promise<string>;

/** An app to be mounted. */
export interface App {
  readonly routes: Readonly<Record<string, Handler>>;
  readonly csrf?: Omit<CsrfOptions<unknown>, "sessions" | "exempt" | "origin">;
  readonly session?: Partial<SessionOptions>;
  /** There is a proxy in front that says how the browser came. */
  readonly behindProxy?: boolean;
  /** Everything under this path is exempt. */
  readonly exempt?: string;
  /** Leave errors to the framework instead of answering their reason. */
  readonly plainErrors?: boolean;
}

export type Mount = (app: App) => RequestListener;

const secret = "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A";

function managerOf<Request>(app: App): Sessions {
  return createSessions<Record<string, unknown>, Request>({ secret, ...app.session } as SessionOptions<
    Record<string, unknown>,
    Request
  >) as Sessions;
}

const exempting = (app: App, path: string): boolean =>
  app.exempt !== undefined && path.startsWith(app.exempt);

const reasonOf = (error: unknown): string => (error as CsrfError).reason ?? String(error);
const statusOf = (error: unknown): number => (error as CsrfError).status ?? 500;

const mountExpress =
  (version: typeof express): Mount =>
  (app) => {
    const built = version().set("env", "test");
    if (app.behindProxy) built.set("trust proxy", 1);
    const sessions = managerOf<Request>(app);
    const csrf = csrfForExpress({
      ...app.csrf,
      sessions,
      exempt: (request) => exempting(app, request.path),
    });
    built.use(onExpress(sessions), version.urlencoded({ extended: false }), version.json(), csrf.protect);
    for (const [path, handler] of Object.entries(app.routes)) {
      built.all(path, (request, response, next) => {
        const exchange = {
          session: request.session,
          sessions,
          token: () => csrf.token(request),
          field: () => csrf.field(request),
          check: () => csrf.check(request),
          body: async () => request.body ?? {},
        };
        // Express 4 does not wait for promises.
        Promise.resolve(handler(exchange)).then((page) => response.send(page), next);
      });
    }
    if (!app.plainErrors) {
      built.use(((error, _request, response, _next) => {
        response.status(statusOf(error)).send(reasonOf(error));
      }) satisfies express.ErrorRequestHandler);
    }
    return built;
  };

const mountKoa =
  (Version: typeof Koa): Mount =>
  (app) => {
    const built = new Version({ proxy: app.behindProxy === true });
    built.silent = true;
    const sessions = managerOf<KoaContext>(app);
    const csrf = csrfForKoa({ ...app.csrf, sessions, exempt: (context) => exempting(app, context.path) });
    if (!app.plainErrors) {
      built.use(async (context, next) => {
        try {
          await next();
        } catch (error) {
          context.status = statusOf(error);
          context.body = reasonOf(error);
        }
      });
    }
    built.use(onKoa(sessions)).use(bodyParser()).use(csrf.protect);
    built.use(async (context) => {
      const exchange = {
        session: context.session,
        sessions,
        token: () => csrf.token(context),
        field: () => csrf.field(context),
        check: () => csrf.check(context),
        body: async () => (context.request.body ?? {}) as Record<string, unknown>,
      };
      context.body = await app.routes[context.path]?.(exchange);
      context.type = "html";
    });
    return built.callback();
  };

const mountHono: Mount = (app) => {
  const built = new Hono<SessionEnv>();
  const secure = (c: HonoContext) => c.req.header("X-Forwarded-Proto") === "https";
  const sessions = managerOf<HonoContext>(
    app.behindProxy ? { ...app, session: { ...app.session, secure } } : app,
  );
  const csrf = csrfForHono({
    ...app.csrf,
    sessions,
    exempt: (c) => exempting(app, c.req.path),
    ...(app.behindProxy && {
      origin: (c: HonoContext) => {
        const scheme = c.req.header("X-Forwarded-Proto") ?? "http";
        return `${scheme}://${c.req.header("X-Forwarded-Host") ?? c.req.header("Host")}`;
      },
    }),
  });
  built.use(onHono(sessions as never)).use(csrf.protect);
  for (const [path, handler] of Object.entries(app.routes)) {
    built.all(path, async (c) => {
      const isJson = c.req.header("Content-Type")?.startsWith("application/json");
      const exchange = {
        session: c.var.session,
        sessions,
        token: () => csrf.token(c),
        field: () => csrf.field(c),
        check: () => csrf.check(c),
        body: () => (isJson ? c.req.json() : c.req.parseBody()),
      };
      return c.html(await handler(exchange));
    });
  }
  if (!app.plainErrors) built.onError((error, c) => c.text(reasonOf(error), statusOf(error) as 403));
  return getRequestListener(built.fetch);
};

/** The three adapters. */
export const mounts: readonly (readonly [name: string, mount: Mount])[] = [
  ["express 5", mountExpress(express)],
  ["express 4", mountExpress(express4)],
  ["koa 3", mountKoa(Koa)],
  ["koa 2", mountKoa(Koa2)],
  ["hono", mountHono],
];
