import { type DefaultData, isPromise, type SessionsInput, sessionsFor } from "@sess/core";
import { openSession } from "@sess/fetch";
import type { Context, MiddlewareHandler } from "hono";
import type { SessionEnv } from "./session-env.ts";

/**
 * Gives every request behind it a session, in `c.var.session` (or the variable that the option `as` names). What handlers
 * have changed is in the store before the response goes out. The body of a stream runs later: there, end every change
 * with `await session.save()`.
 *
 * Errors are decided by what has become of them: where `app.onError` makes a response below 500 of one, the session is
 * saved. A store that fails throws into `app.onError`.
 *
 * @param input The options, a manager made elsewhere, or a function from the context to one, for platforms where secrets
 *   and bindings come with the request. It is called for every request and must return the same manager for the same
 *   `c.env`.
 *
 * @example
 * const app = new Hono<SessionEnv>();
 * app.use(session({ secret: process.env.SESSION_SECRET ?? "" }));
 * app.get("/", (c) => {
 *   c.var.session.update("visits", (visits) => (Number(visits) || 0) + 1);
 *   return c.text(`Visit ${c.var.session.get("visits")}`);
 * });
 */
export function session<Data extends object = DefaultData, const As extends string = "session">(
  input: SessionsInput<Data, Context>,
): MiddlewareHandler<SessionEnv<Data, As>> {
  const sessionsOf = sessionsFor<Data, Context>(input);
  return async (c, next) => {
    const sessions = sessionsOf(c);
    if (sessions.skips(c) || sessions.mounted(c) !== undefined) return next();
    const opening = openSession(sessions, c.req.raw, c);
    // Waiting for what is there already would cost every request a turn of the queue.
    const opened = isPromise(opening) ? await opening : opening;
    c.set(sessions.as as As, opened.session as never);
    await next();
    // Nothing has answered: Hono makes an error of it.
    if (!c.finalized) return;
    const page = c.res;
    try {
      const answer = opened.respond(page);
      const response = isPromise(answer) ? await answer : answer;
      if (response !== page) replace(c, response);
    } catch (error) {
      replace(c, undefined);
      for (const name of ofThePage) c.res.headers.delete(name);
      throw error;
    }
  };
}

/** Hono puts the fields of the response that is there into the one that comes, unless there is none. */
function replace(c: Context, response: Response | undefined): void {
  c.res = undefined;
  c.res = response;
}

/** Fields that a handler has set by `c.header`: they would go out with the error page, and be wrong there. */
const ofThePage = [
  "Content-Encoding",
  "Content-Length",
  "Content-Range",
  "ETag",
  "Last-Modified",
  "Location",
];
