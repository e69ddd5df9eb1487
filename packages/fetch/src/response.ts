import { applyResponseChanges, type HeaderTarget, type ResponseChanges } from "@sess/core";

/** Whether the response hands its connection over to a WebSocket: it cannot be copied, and must not be touched. */
export function isUpgrade(response: Response): boolean {
  return response.status === 101 || ("webSocket" in response && response.webSocket != null);
}

/**
 * The response with the changes in its head: the same one where that is possible, else a copy around the same body,
 * which is passed on unread.
 *
 * A response that gets a `Set-Cookie` is always copied: handlers may answer many requests with one `Response` object, and
 * a cookie in it would be given to all of them.
 *
 * @example
 * return withChanges(response, await sessions.commit(session, { status: response.status }));
 */
export function withChanges(response: Response, changes: ResponseChanges | undefined): Response {
  if (changes === undefined) return response;
  if (changes.setCookie.length === 0) {
    try {
      applyResponseChanges(changes, headTarget(response.headers));
      return response;
    } catch (error) {
      // The answer of a `fetch`, or of `Response.redirect`: its head is immutable.
      if (!(error instanceof TypeError)) throw error;
    }
  }
  const copy = new Response(response.body, response);
  applyResponseChanges(changes, headTarget(copy.headers));
  return copy;
}

function headTarget(headers: Headers): HeaderTarget {
  return {
    get: (name) => (name === "Set-Cookie" ? headers.getSetCookie() : headers.get(name)),
    set: (name, value) => headers.set(name, value),
    append: (name, value) => headers.append(name, value),
    remove: (name) => headers.delete(name),
  };
}
