import type { RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Auth, FreshOptions } from "@sess/auth";
import * as expressGuards from "@sess/auth/express";
import * as honoGuards from "@sess/auth/hono";
import * as koaGuards from "@sess/auth/koa";
import type { Awaitable, Session, Sessions } from "@sess/core";
import * as onExpress from "@sess/express";
import * as onHono from "@sess/hono";
import * as onKoa from "@sess/koa";
import express, { type ErrorRequestHandler } from "express";
import { Hono } from "hono";
import Koa from "koa";
import type { User } from "./users.ts";

/** An app with guarded pages, whatever it is built on. */
export interface App {
  readonly sessions: Sessions;
  readonly auth: Auth<User>;
  readonly guard: FreshOptions;
  /** How old a login may be for `/fresh`. */
  readonly maxAge: string;
  /** Whether the session middleware is there. */
  readonly mounted: boolean;
  /** What `/run` does: answers with its text. */
  run(session: Session, job: string): Awaitable<string>;
  /** What became an error page. */
  onError(error: unknown): void;
}

/** The frameworks that everything is tried on. Pages: `/run`, `/members` and `/fresh`, which name the user. */
export const frameworks: Readonly<Record<string, (app: App) => RequestListener>> = {
  Express: buildExpress,
  Koa: buildKoa,
  Hono: buildHono,
};

function buildExpress({ sessions, auth, guard, maxAge, mounted, run, onError }: App): RequestListener {
  const app = express();
  if (mounted) app.use(onExpress.session(sessions));
  app.get("/run/:job", async (request, response) => {
    response.send(await run(onExpress.getSession(request), request.params.job));
  });
  app.all("/members", expressGuards.requireUser(auth, guard), (_request, response) => {
    response.send(response.locals.user.name);
  });
  app.all("/fresh", expressGuards.requireFresh(auth, maxAge, guard), (_request, response) => {
    response.send(response.locals.user.name);
  });
  const failed: ErrorRequestHandler = (error, _request, response, _next) => {
    onError(error);
    response.status(500).end();
  };
  return app.use(failed);
}

function buildKoa({ sessions, auth, guard, maxAge, mounted, run, onError }: App): RequestListener {
  const app = new Koa();
  app.use(async (context, next) => {
    try {
      await next();
    } catch (error) {
      onError(error);
      context.body = null;
      context.status = 500;
    }
  });
  if (mounted) app.use(onKoa.session(sessions));
  app.use(async (context, next) => {
    const [, page, job] = context.path.split("/");
    if (page !== "run") return next();
    context.body = await run(onKoa.getSession(context), job ?? "");
  });
  const named: Koa.Middleware<{ user: User }> = (context) => {
    context.body = context.state.user.name;
  };
  const guards: Record<string, Koa.Middleware<{ user: User }>> = {
    "/members": koaGuards.requireUser(auth, guard),
    "/fresh": koaGuards.requireFresh(auth, maxAge, guard),
  };
  app.use((context, next) =>
    guards[context.path]?.(context as never, async () => named(context as never, next)),
  );
  return app.callback();
}

function buildHono({ sessions, auth, guard, maxAge, mounted, run, onError }: App): RequestListener {
  const app = new Hono<onHono.SessionEnv>();
  if (mounted) app.use(onHono.session(sessions));
  app.get("/run/:job", async (c) => c.text(await run(onHono.getSession(c), c.req.param("job"))));
  app.all("/members", honoGuards.requireUser(auth, guard), (c) => c.text(c.var.user.name));
  app.all("/fresh", honoGuards.requireFresh(auth, maxAge, guard), (c) => c.text(c.var.user.name));
  app.onError((error, c) => {
    onError(error);
    return c.body(null, 500);
  });
  return getRequestListener(app.fetch);
}
