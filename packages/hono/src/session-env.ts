import { type DefaultData, SessError, type Session } from "@sess/core";
import type { Context } from "hono";

/**
 * The environment of a Hono app with a session, for `new Hono<SessionEnv<MyData>>()`. A second manager's variable has the
 * name that its option `as` says: `SessionEnv<User> & SessionEnv<Admin, "adminSession">`.
 *
 * @example
 * const app = new Hono<SessionEnv<{ cart: string[] }>>();
 * app.get("/", (c) => c.json(c.var.session.get("cart") ?? []));
 */
export interface SessionEnv<Data extends object = DefaultData, As extends string = "session"> {
  Variables: { [Name in As]: Session<Data> };
}

/**
 * The session of a context. Says clearly what is wrong where there is none, as `c.var.session` cannot.
 *
 * @param as The option `as` of its manager.
 * @throws SessError `ERR_SESS_NOT_MOUNTED` where the middleware did not run, or `skip` left the request alone.
 *
 * @example
 * app.get("/cart", (c) => c.json(getSession<{ cart: string[] }>(c).get("cart") ?? []));
 */
export function getSession<Data extends object = DefaultData>(c: Context, as = "session"): Session<Data> {
  const session: unknown = c.get(as);
  if (session !== undefined) return session as Session<Data>;
  throw new SessError(
    "ERR_SESS_NOT_MOUNTED",
    `There is no session in c.var.${as}: put app.use(session(…)) in front of this route; and \`skip\` must not leave it alone.`,
  );
}
