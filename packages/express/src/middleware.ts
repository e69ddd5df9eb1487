import type { DefaultData, Session, SessionsInput } from "@sess/core";
import { getSession as getNodeSession, sessionMiddleware } from "@sess/node";
import type { Request, RequestHandler } from "express";

/**
 * Sessions for Express 5 and 4: `request.session`, or another property by the option `as`. Takes the options, a manager
 * made elsewhere, or a function from the request to one. The session is in the store before the first byte of the
 * response leaves, so nobody has to wait for a save before a redirect. What fails goes to the error handlers.
 *
 * @example
 * const app = express();
 * app.use(session({ secret: process.env.SESSION_SECRET ?? "" }));
 * app.get("/", (request, response) => {
 *   request.session.update("visits", (visits) => Number(visits ?? 0) + 1);
 *   response.send(`Visit ${request.session.get("visits")}`);
 * });
 */
export function session<Data extends object = DefaultData>(
  input: SessionsInput<Data, Request>,
): RequestHandler {
  return sessionMiddleware<Data, Request>(input, (request) => request.secure);
}

/**
 * The session of a request, with the type of its data. `as` is the option of that name, for the session of another
 * manager. Throws `ERR_SESS_NOT_MOUNTED` where there is none.
 *
 * @example
 * app.post("/cart", (request, response) => {
 *   const session = getSession<{ cart: string[] }>(request);
 *   session.update("cart", (cart = []) => [...cart, "book"]);
 *   response.redirect("/cart");
 * });
 */
export function getSession<Data extends object = DefaultData>(request: Request, as?: string): Session<Data> {
  return getNodeSession<Data>(request, as);
}
