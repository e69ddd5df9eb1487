import type { Duration } from "@sess/core";
import type { MiddlewareHandler } from "hono";
import type { Auth } from "./create-auth.ts";
import {
  createGuard,
  type FreshOptions,
  type GuardedRequest,
  type GuardOptions,
  type Ruling,
} from "./guard.ts";

/** Middleware after which `c.var.user` is there. */
export type UserHandler<User> = MiddlewareHandler<{ Variables: { user: User } }>;

/**
 * Lets only users through: `c.var.user` is who it is. Everybody else is sent to the page `login`, or gets 401.
 *
 * @example
 * import type { Auth } from "@sess/auth";
 * import { requireUser } from "@sess/auth/hono";
 * import { Hono } from "hono";
 *
 * function membersOnly(auth: Auth<{ name: string }>) {
 *   return new Hono().get("/", requireUser(auth, { login: "/login" }), (c) => c.text(`You are ${c.var.user.name}`));
 * }
 */
export function requireUser<User extends object>(
  auth: Auth<User>,
  options: GuardOptions = {},
): UserHandler<User> {
  return middleware(auth, createGuard(auth, options));
}

/**
 * Lets only users through who have logged in less than `maxAge` ago (seconds, or text such as `"10m"`). Others are sent
 * to the page `confirm`, or get 403.
 *
 * @example
 * import type { Auth } from "@sess/auth";
 * import { requireFresh } from "@sess/auth/hono";
 * import { Hono } from "hono";
 *
 * function addressChange(auth: Auth<{ name: string }>) {
 *   const guard = requireFresh(auth, "10m", { confirm: "/confirm" });
 *   return new Hono().post("/", guard, (c) => c.text(`Changed, ${c.var.user.name}`));
 * }
 */
export function requireFresh<User extends object>(
  auth: Auth<User>,
  maxAge: Duration,
  options: FreshOptions = {},
): UserHandler<User> {
  return middleware(auth, createGuard(auth, options, maxAge));
}

function middleware<User extends object>(
  { as }: Auth<User>,
  guard: (request: GuardedRequest) => Promise<Ruling<User>>,
): UserHandler<User> {
  return async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    const ruled = await guard({
      session: c.get(as as never),
      method: c.req.method,
      path: pathname + search,
      header: (name) => c.req.header(name),
    });
    if ("redirect" in ruled) return c.redirect(ruled.redirect, 303);
    if ("status" in ruled) return c.text(ruled.text, ruled.status);
    c.set("user", ruled.user);
    return next();
  };
}
