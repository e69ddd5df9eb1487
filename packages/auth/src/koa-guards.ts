import type { Duration } from "@sess/core";
import type { Middleware } from "koa";
import type { Auth } from "./create-auth.ts";
import {
  createGuard,
  type FreshOptions,
  type GuardedRequest,
  type GuardOptions,
  type Ruling,
} from "./guard.ts";

/**
 * Lets only users through: `context.state.user` is who it is. Everybody else is sent to the page `login`, or gets 401.
 *
 * @example
 * import type { Auth } from "@sess/auth";
 * import { requireUser } from "@sess/auth/koa";
 * import Koa from "koa";
 *
 * function membersOnly(auth: Auth<{ name: string }>) {
 *   return new Koa().use(requireUser(auth, { login: "/login" })).use((context) => {
 *     context.body = `You are ${context.state.user.name}`;
 *   });
 * }
 */
export function requireUser<User extends object>(
  auth: Auth<User>,
  options: GuardOptions = {},
): Middleware<{ user: User }> {
  return middleware(auth, createGuard(auth, options));
}

/**
 * Lets only users through who have logged in less than `maxAge` ago (seconds, or text such as `"10m"`). Others are sent
 * to the page `confirm`, or get 403.
 *
 * @example
 * import type { Auth } from "@sess/auth";
 * import { requireFresh } from "@sess/auth/koa";
 * import Koa from "koa";
 *
 * function addressChange(auth: Auth<{ name: string }>) {
 *   return new Koa().use(requireFresh(auth, "10m", { confirm: "/confirm" })).use((context) => {
 *     context.body = `Changed, ${context.state.user.name}`;
 *   });
 * }
 */
export function requireFresh<User extends object>(
  auth: Auth<User>,
  maxAge: Duration,
  options: FreshOptions = {},
): Middleware<{ user: User }> {
  return middleware(auth, createGuard(auth, options, maxAge));
}

function middleware<User extends object>(
  { as }: Auth<User>,
  guard: (request: GuardedRequest) => Promise<Ruling<User>>,
): Middleware<{ user: User }> {
  return async (context, next) => {
    const ruled = await guard({
      session: context[as],
      method: context.method,
      path: context.originalUrl,
      header: (name) => context.get(name) || undefined,
    });
    if ("redirect" in ruled) {
      context.redirect(ruled.redirect);
      context.status = 303;
    } else if ("status" in ruled) {
      context.status = ruled.status;
      context.body = ruled.text;
    } else {
      context.state.user = ruled.user;
      await next();
    }
  };
}
