import { type DefaultData, isPromise, type SessionsInput, sessionsFor } from "@sess/core";
import { mountSession } from "./mount-session.ts";
import { isSecure, type NodeRequest } from "./request.ts";
import type { NodeResponse } from "./response.ts";

/** Called with nothing when the session is there, and with an error where the response has to say so. */
export type Next = (error?: unknown) => void;

/** Puts the session on the request, then calls `next`. */
export type Middleware<Request, Response> = (request: Request, response: Response, next: Next) => void;

/**
 * Sessions for servers of `node:http`, `node:https` and `node:http2`. Takes the options, a manager made elsewhere, or a
 * function from the request to one. `next` may be called a second time, with the error that kept the session from being
 * saved; the response is unsent then, or cut off where its head was out already.
 *
 * @example
 * const withSession = session({ secret: process.env.SESSION_SECRET ?? "" });
 *
 * createServer((request, response) => {
 *   withSession(request, response, (error) => {
 *     if (error !== undefined) {
 *       if (!response.headersSent) response.writeHead(500).end("Something went wrong.");
 *       return;
 *     }
 *     const session = getSession<{ visits: number }>(request);
 *     session.update("visits", (visits = 0) => visits + 1);
 *     response.end(`Visit ${session.get("visits")}`);
 *   });
 * }).listen(3000);
 */
export function session<Data extends object = DefaultData>(
  input: SessionsInput<Data, NodeRequest>,
): Middleware<NodeRequest, NodeResponse> {
  return sessionMiddleware(input, isSecure);
}

/**
 * For adapters of frameworks whose middleware takes `(request, response, next)`.
 *
 * @example
 * const behindProxy = sessionMiddleware(
 *   { secret: process.env.SESSION_SECRET ?? "" },
 *   (request) => request.headers["x-forwarded-proto"] === "https",
 * );
 */
export function sessionMiddleware<Data extends object, Request extends NodeRequest>(
  input: SessionsInput<Data, Request>,
  isSecure: (request: Request) => boolean,
): Middleware<Request, NodeResponse> {
  const sessionsOf = sessionsFor<Data, Request>(input);
  return (request, response, next) => {
    let mounting: ReturnType<typeof mountSession>;
    try {
      const sessions = sessionsOf(request);
      const secure = isSecure(request);
      mounting = mountSession({ sessions, request, response, context: request, secure, onError: next });
    } catch (error) {
      next(error);
      return;
    }
    // In a tick of its own, a handler that throws is an uncaught exception, as it is without a session.
    if (isPromise(mounting)) {
      mounting.then(
        () => process.nextTick(next),
        (error) => process.nextTick(next, error),
      );
    } else {
      next();
    }
  };
}
