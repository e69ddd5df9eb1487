import { Agent, createServer, type IncomingMessage, type RequestListener, request } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { bodyParser } from "@koa/bodyparser";
import { createSessions, type DefaultData, memoryStore, type Session } from "@sess/core";
import { session as onExpress } from "@sess/express";
import { session as onHono, type SessionEnv } from "@sess/hono";
import { session as onKoa } from "@sess/koa";
import express, { type ErrorRequestHandler } from "express";
import { Hono } from "hono";
import Koa from "koa";
import { isMeant } from "../target.ts";
import { now, randomFrom, secrets } from "./setting.ts";

/** What a page makes of the fields. */
export type Page = (session: Session<DefaultData>, fields: unknown) => string;

/** An answer. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  /** The cookie that was sent, as it goes back. */
  readonly cookie: string | undefined;
}

/** A running site: its page takes any body by POST, and shows what is kept by GET. */
export interface FormSite {
  post(type: string, body: string): Promise<Answered>;
  show(cookie: string): Promise<Answered>;
  close(): Promise<void>;
}

/** One site on each framework, with the body parsers that its users have. */
export async function formSites(page: Page): Promise<Readonly<Record<string, FormSite>>> {
  return {
    Express: await serve(expressSite(page)),
    Koa: await serve(koaSite(page)),
    Hono: await serve(honoSite(page)),
  };
}

function managerFor(framework: string): ReturnType<typeof createSessions> {
  return createSessions({
    secret: secrets.newer,
    store: memoryStore({ maxEntries: 500 }),
    clock: () => now,
    random: randomFrom(`forms on ${framework}`),
  });
}

/** A refusal that has a code of ours is the page's answer to a visitor's mistake; anything else is a fault. */
function statusFor(error: unknown): number {
  const { status = 500 } = error as { readonly status?: number };
  return isMeant(error) ? 422 : status;
}

function expressSite(page: Page): RequestListener {
  const app = express();
  app.use(onExpress(managerFor("Express")));
  app.use(express.urlencoded({ extended: true }), express.json(), express.text());
  app.all("/", (request, response) => {
    response.type("text").send(page(request.session as Session<DefaultData>, request.body));
  });
  const failed: ErrorRequestHandler = (error, _request, response, _next) => {
    response.status(statusFor(error)).type("text").send(String(error?.stack));
  };
  app.use(failed);
  return app;
}

function koaSite(page: Page): RequestListener {
  const app = new Koa();
  app.silent = true;
  app.use(async (context, next) => {
    try {
      await next();
    } catch (error) {
      context.status = statusFor(error);
      context.body = String((error as Error).stack);
    }
  });
  app.use(onKoa(managerFor("Koa")));
  app.use(bodyParser({ enableTypes: ["json", "form", "text"] }));
  app.use((context) => {
    context.type = "text";
    context.body = page(context.session as Session<DefaultData>, context.request.body);
  });
  return app.callback();
}

function honoSite(page: Page): RequestListener {
  const app = new Hono<SessionEnv>();
  app.use(onHono(managerFor("Hono")));
  app.all("/", async (c) => {
    const isJson = c.req.header("Content-Type")?.startsWith("application/json") === true;
    let fields: unknown;
    try {
      fields = isJson ? await c.req.json() : await c.req.parseBody({ all: true, dot: true });
    } catch (error) {
      return c.text(String(error), 400);
    }
    return c.text(page(c.var.session as Session<DefaultData>, fields));
  });
  app.onError((error, c) => c.text(String(error.stack), statusFor(error) as 422));
  return getRequestListener(app.fetch, { overrideGlobalObjects: false });
}

async function serve(listener: RequestListener): Promise<FormSite> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A connection that the client has kept is never closed under its next request.
  server.keepAliveTimeout = 0;
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  const ask = (method: string, headers: Record<string, string>, body: string): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const asked = request({ host: "127.0.0.1", port, method, headers, agent }, (response) => {
        read(response).then(resolve, reject);
      });
      asked.once("error", reject);
      asked.end(body);
    });
  return {
    post: (type, body) =>
      ask("POST", { "Content-Type": type, "Content-Length": String(Buffer.byteLength(body)) }, body),
    show: (cookie) => ask("GET", { Cookie: cookie }, ""),
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(response: IncomingMessage): Promise<Answered> {
  response.setEncoding("utf8");
  let text = "";
  for await (const chunk of response) text += chunk;
  const cookie = response.headers["set-cookie"]?.[0]?.split(";")[0];
  return { status: response.statusCode ?? 0, text, cookie };
}
