import type { RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { DefaultData, Session, Sessions } from "@sess/core";
import { session as onExpress } from "@sess/express";
import { session as onHono, type SessionEnv } from "@sess/hono";
import { session as onKoa } from "@sess/koa";
import express, { type ErrorRequestHandler } from "express";
import { Hono } from "hono";
import Koa from "koa";
import { act } from "./actions.ts";

/** The site, on each framework. */
export const frameworks: Readonly<Record<string, (sessions: Sessions) => RequestListener>> = {
  Express(sessions) {
    const app = express();
    app.use(onExpress(sessions));
    app.use(async (request, response) => {
      response.json(await act(request.session as Session<DefaultData>, request.url, sessions));
    });
    const failed: ErrorRequestHandler = (error, _request, response, _next) => {
      response.status(statusOf(error)).send(String(error));
    };
    app.use(failed);
    return app;
  },
  Koa(sessions) {
    const app = new Koa();
    app.silent = true;
    app.use(onKoa(sessions));
    app.use(async (context) => {
      context.body = await act(context.session as Session<DefaultData>, context.url, sessions);
    });
    return app.callback();
  },
  Hono(sessions) {
    const app = new Hono<SessionEnv>();
    app.use(onHono(sessions));
    app.all("*", async (c) => c.json(await act(c.var.session as Session<DefaultData>, c.req.url, sessions)));
    app.onError((error, c) => c.text(String(error), statusOf(error) as 500));
    return getRequestListener(app.fetch, { overrideGlobalObjects: false });
  },
};

function statusOf(error: unknown): number {
  return (error as { readonly status?: number }).status ?? 500;
}
