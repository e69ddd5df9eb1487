import { type DefaultData, isPromise, type Session, type SessionsInput, sessionsFor } from "@sess/core";
import { getSession as getNodeSession, mountSession } from "@sess/node";
import type { Context, Middleware } from "koa";

/**
 * Sessions for Koa 3 and 2: `context.session`, or another property by the option `as`. Takes the options, a manager made
 * elsewhere, or a function from the context to one. When the middleware after this one return, the session is saved, and
 * a save that fails is thrown to the middleware before this one. What throws is decided by the status of the error
 * response: 500 and more saves nothing.
 *
 * @example
 * const app = new Koa();
 * app.use(session({ secret: process.env.SESSION_SECRET ?? "" }));
 * app.use((context) => {
 *   context.session.update("visits", (visits) => Number(visits ?? 0) + 1);
 *   context.body = `Visit ${context.session.get("visits")}`;
 * });
 */
export function session<Data extends object = DefaultData>(input: SessionsInput<Data, Context>): Middleware {
  const sessionsOf = sessionsFor<Data, Context>(input);
  return async (context, next) => {
    const { req: request, res: response, secure } = context;
    const mounting = mountSession({
      sessions: sessionsOf(context),
      request,
      response,
      context,
      secure,
      onError: (error) => context.onerror(error as Error),
    });
    const mounted = isPromise(mounting) ? await mounting : mounting;
    await next();
    // A handler that sends the response itself alone knows with what status.
    if (mounted === undefined || context.respond === false || context.headerSent) return;
    const settling = mounted.settle(context.status);
    if (isPromise(settling)) await settling;
  };
}

/**
 * The session of a context, with the type of its data. `as` is the option of that name, for the session of another
 * manager. Throws `ERR_SESS_NOT_MOUNTED` where there is none.
 *
 * @example
 * app.use((context) => {
 *   const session = getSession<{ cart: string[] }>(context);
 *   session.update("cart", (cart = []) => [...cart, "book"]);
 *   context.redirect("/cart");
 * });
 */
export function getSession<Data extends object = DefaultData>(context: object, as?: string): Session<Data> {
  return getNodeSession<Data>(context, as);
}
