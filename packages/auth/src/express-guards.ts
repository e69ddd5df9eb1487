import type { Duration } from "@sess/core";
import type { RequestHandler } from "express";
import type { Auth } from "./create-auth.ts";
import {
  createGuard,
  type FreshOptions,
  type GuardedRequest,
  type GuardOptions,
  type Ruling,
} from "./guard.ts";

/** Middleware after which `response.locals.user` is there. */
// biome-ignore lint/suspicious/noExplicitAny: as in Express's own declarations, so that it stands beside any handler
export type UserHandler<User> = RequestHandler<any, any, any, any, { user: User }>;

/**
 * Lets only users through: `response.locals.user` is who it is. Everybody else is sent to the page `login`, or gets 401.
 *
 * @example
 * import { type Auth, createAuth } from "@sess/auth";
 * import { requireUser } from "@sess/auth/express";
 * import type { Express } from "express";
 *
 * function addPages(app: Express, auth: Auth<{ name: string }>) {
 *   app.get("/account", requireUser(auth, { login: "/login" }), (_request, response) => {
 *     response.send(`You are ${response.locals.user.name}`);
 *   });
 * }
 */
export function requireUser<User extends object>(
  auth: Auth<User>,
  options: GuardOptions = {},
): UserHandler<User> {
  return handler(auth, createGuard(auth, options));
}

/**
 * Lets only users through who have logged in less than `maxAge` ago (seconds, or text such as `"10m"`). Others are sent
 * to the page `confirm`, or get 403.
 *
 * @example
 * import type { Auth } from "@sess/auth";
 * import { requireFresh } from "@sess/auth/express";
 * import type { Express } from "express";
 *
 * function addPages(app: Express, auth: Auth<{ name: string }>) {
 *   app.post("/email", requireFresh(auth, "10m", { login: "/login", confirm: "/confirm" }), (_request, response) => {
 *     response.send(`Changed, ${response.locals.user.name}`);
 *   });
 * }
 */
export function requireFresh<User extends object>(
  auth: Auth<User>,
  maxAge: Duration,
  options: FreshOptions = {},
): UserHandler<User> {
  return handler(auth, createGuard(auth, options, maxAge));
}

function handler<User extends object>(
  { as }: Auth<User>,
  guard: (request: GuardedRequest) => Promise<Ruling<User>>,
): UserHandler<User> {
  return (request, response, next) => {
    const ruling = guard({
      session: (request as unknown as Record<string, unknown>)[as],
      method: request.method,
      path: request.originalUrl,
      header: (name) => request.get(name),
    });
    ruling.then((ruled) => {
      if ("redirect" in ruled) response.redirect(303, ruled.redirect);
      else if ("status" in ruled) response.status(ruled.status).type("text").send(ruled.text);
      else {
        response.locals.user = ruled.user;
        next();
      }
    }, next);
  };
}
