import type { RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Awaitable, Session, Sessions } from "@sess/core";
import { getSession as expressSession, session as onExpress } from "@sess/express";
import { getSession as honoSession, session as onHono, type SessionEnv } from "@sess/hono";
import { getSession as koaSession, session as onKoa } from "@sess/koa";
import express from "express";
import { Hono } from "hono";
import Koa from "koa";

/** One request, as a page sees it. */
export interface Request {
  readonly session: Session;
  /** The session of another manager of the app, by its option `as`. */
  other(as: string): Session;
  /** A field of the query, or the empty string. */
  query(name: string): string;
}

/** What a page answers: text, or more. */
export type Reply =
  | string
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly text?: string;
    };

/** Pages by path; they answer every method. */
export type Pages = Readonly<Record<string, (request: Request) => Awaitable<Reply>>>;

/** An app, whatever it is built on. */
export interface App {
  readonly managers: readonly Sessions[];
  readonly pages: Pages;
  /** The framework is told to believe the proxy in front of it, where it knows of proxies. */
  readonly trustProxy: boolean;
  /** Told of what goes wrong in a page: the response is an empty 500. */
  readonly onError: (error: unknown) => void;
}

/** The frameworks that everything is tried on. */
export const frameworks: Readonly<Record<string, (app: App) => RequestListener>> = {
  Express: buildExpress,
  Koa: buildKoa,
  Hono: buildHono,
};

function buildExpress({ managers, pages, trustProxy, onError }: App): RequestListener {
  const app = express();
  if (trustProxy) app.set("trust proxy", 1);
  for (const manager of managers) app.use(onExpress(manager));
  for (const [path, page] of Object.entries(pages)) {
    app.all(path, async (request, response) => {
      const reply = replyOf(
        await page({
          get session() {
            return expressSession(request);
          },
          other: (as) => expressSession(request, as),
          query: (name) => String(request.query[name] ?? ""),
        }),
      );
      response.status(reply.status).set(reply.headers).type("text").send(reply.text);
    });
  }
  const failed: express.ErrorRequestHandler = (error, _request, response, _next) => {
    onError(error);
    response.status(500).end();
  };
  return app.use(failed);
}

function buildKoa({ managers, pages, trustProxy, onError }: App): RequestListener {
  const app = new Koa({ proxy: trustProxy });
  app.use(async (context, next) => {
    try {
      await next();
    } catch (error) {
      onError(error);
      context.body = null;
      context.status = 500;
    }
  });
  for (const manager of managers) app.use(onKoa(manager));
  app.use(async (context) => {
    const page = pages[context.path];
    if (page === undefined) return;
    const reply = replyOf(
      await page({
        get session() {
          return koaSession(context);
        },
        other: (as) => koaSession(context, as),
        query: (name) => String(context.query[name] ?? ""),
      }),
    );
    context.status = reply.status;
    context.set(reply.headers);
    context.type = "text";
    context.body = reply.text;
  });
  return app.callback();
}

function buildHono({ managers, pages, onError }: App): RequestListener {
  const app = new Hono<SessionEnv>();
  for (const manager of managers) app.use(onHono(manager) as ReturnType<typeof onHono>);
  for (const [path, page] of Object.entries(pages)) {
    app.all(path, async (c) => {
      const reply = replyOf(
        await page({
          get session() {
            return honoSession(c);
          },
          other: (as) => honoSession(c, as),
          query: (name) => c.req.query(name) ?? "",
        }),
      );
      return c.text(reply.text, reply.status as 200, reply.headers);
    });
  }
  app.onError((error, c) => {
    onError(error);
    return c.body(null, 500);
  });
  return getRequestListener(app.fetch);
}

function replyOf(reply: Reply): { status: number; headers: Record<string, string>; text: string } {
  const { status = 200, headers = {}, text = "" } = typeof reply === "string" ? { text: reply } : reply;
  return { status, headers: { ...headers }, text };
}
