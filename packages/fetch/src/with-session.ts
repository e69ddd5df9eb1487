import {
  type DefaultData,
  SessError,
  type Session,
  type Sessions,
  type SessionsInput,
  sessionsFor,
} from "@sess/core";
import { openSession } from "./open-session.ts";

/** What a server or a router calls: a request, and whatever the platform adds (`env` and `ctx`, a Bun server, …). */
export type FetchHandler<Context extends readonly unknown[]> = (
  request: Request,
  ...context: Context
) => Response | Promise<Response>;

/** The same with the session between the two. */
export type SessionHandler<Data extends object, Context extends readonly unknown[]> = (
  request: Request,
  session: Session<Data>,
  ...context: Context
) => Response | Promise<Response>;

/**
 * Options, a manager made elsewhere, or a function that is given the request and what the platform adds, and returns a
 * manager. It is called for every request and must return the same manager for the same secrets.
 */
export type FetchSessionsInput<Data extends object, Context extends readonly unknown[]> =
  | Exclude<SessionsInput<Data, Request>, (context: Request) => Sessions<Data>>
  | ((request: Request, ...context: Context) => Sessions<Data>);

/**
 * Gives a fetch handler a session. What the handler has changed when it returns its response is in the store before the
 * response goes out. A body that streams runs later: there, end every change with `await session.save()`.
 *
 * What the handler throws goes on to the platform, and nothing is saved: what becomes of it cannot be seen from here.
 *
 * With the option `skip`, the handler is called with undefined instead of a session for requests that are left alone.
 *
 * @example
 * const handler = withSession({ secret: process.env.SESSION_SECRET ?? "" }, (request, session) => {
 *   session.update("visits", (visits) => (Number(visits) || 0) + 1);
 *   return new Response(`Visit ${session.get("visits")}`);
 * });
 * Bun.serve({ fetch: handler }); // or Deno.serve(handler), export default { fetch: handler }
 */
export function withSession<
  Data extends object = DefaultData,
  Context extends readonly unknown[] = unknown[],
>(
  input: FetchSessionsInput<Data, Context>,
  handler: SessionHandler<Data, Context>,
): (request: Request, ...context: Context) => Promise<Response> {
  const sessionsOf = typeof input === "function" ? input : sessionsFor<Data, Request>(input);
  return async (request, ...context) => {
    const sessions = sessionsOf(request, ...context);
    if (sessions.skips(request)) return handler(request, undefined as never, ...context);
    const outer = sessions.mounted(request);
    if (outer !== undefined) return handler(request, outer, ...context);
    const { session, respond } = await openSession(sessions, request);
    holds(request).set(sessions.as, session);
    return respond(await handler(request, session, ...context));
  };
}

const held = new WeakMap<Request, Map<string, object>>();

function holds(request: Request): Map<string, object> {
  const sessions = held.get(request) ?? new Map<string, object>();
  held.set(request, sessions);
  return sessions;
}

/**
 * The session that `withSession` has put on this very request object, for routers that pass on the request alone.
 *
 * @param as The option `as` of its manager.
 * @throws SessError `ERR_SESS_NOT_MOUNTED` where there is none.
 *
 * @example
 * const router = (request: Request) => new Response(getSession(request).owner ?? "nobody");
 * export default { fetch: withSession(sessions, router) };
 */
export function getSession<Data extends object = DefaultData>(
  request: Request,
  as = "session",
): Session<Data> {
  const session = held.get(request)?.get(as);
  if (session !== undefined) return session as Session<Data>;
  throw new SessError(
    "ERR_SESS_NOT_MOUNTED",
    `There is no session "${as}" on this request: it did not come through withSession, it is a copy of one that did, or \`skip\` left it alone.`,
  );
}
