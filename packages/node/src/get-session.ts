import { type DefaultData, SessError, type Session } from "@sess/core";

/**
 * The session of a request, typed. `as` is the option of that name, for the session of another manager. Throws
 * `ERR_SESS_NOT_MOUNTED` where there is none.
 *
 * @example
 * const session = getSession<{ cart: string[] }>(request);
 * session.update("cart", (cart = []) => [...cart, "book"]);
 */
export function getSession<Data extends object = DefaultData>(
  request: object,
  as = "session",
): Session<Data> {
  const session = (request as Record<string, Session<Data> | undefined>)[as];
  if (session !== undefined) return session;
  throw new SessError(
    "ERR_SESS_NOT_MOUNTED",
    `There is no session under "${as}" on this request: the middleware did not run before, or \`skip\` left the request alone.`,
  );
}
