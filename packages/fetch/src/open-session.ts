import { type Awaitable, chain, type Session, type Sessions } from "@sess/core";
import { isUpgrade, withChanges } from "./response.ts";

/** A session on its request. */
export interface OpenedSession<Data extends object> {
  readonly session: Session<Data>;
  /**
   * Saves what has changed, and returns the response to send instead of `response`. The record is in the store when this
   * resolves, so nothing of the response may go out before. To be called once.
   *
   * Where the client has gone (`request.signal`), changes are saved, but nothing is rotated or logged in: nobody would
   * get the new cookie. A response that hands over to a WebSocket can carry no cookie.
   *
   * @throws SessError where the store fails, or where a change needs a cookie and the response can carry none
   *   (`ERR_SESS_HEADERS_SENT`). The response must not be sent then.
   */
  respond(response: Response): Awaitable<Response>;
}

/**
 * For adapters over `Request` and `Response`: opens the session of a request. The request counts as secure by the scheme
 * of its URL; where a proxy ends TLS, the option `secure(request)` says what to believe. With a store that answers at
 * once, so do this and `respond`; await them all the same.
 *
 * @param context What the user's functions (`skip`, `secure`, `device`) are given; by default the request itself.
 *
 * @example
 * const { session, respond } = await openSession(sessions, request);
 * session.update("visits", (visits) => (Number(visits) || 0) + 1);
 * const response = await respond(new Response("Welcome"));
 */
export function openSession<Data extends object>(
  sessions: Sessions<Data>,
  request: Request,
  context: object = request,
): Awaitable<OpenedSession<Data>> {
  let responded = false;
  const opened = sessions.open({
    cookies: request.headers.get("Cookie") ?? undefined,
    secure: request.url.startsWith("https:"),
    request: context,
    headersSent: () => responded,
  });
  return chain(opened, (session) => ({
    session,
    respond(response) {
      const changes = sessions.commit(session, {
        status: response.status,
        headersSent: isUpgrade(response),
        aborted: request.signal?.aborted === true,
      });
      return chain(changes, (toApply) => {
        responded = true;
        return withChanges(response, toApply);
      });
    },
  }));
}
