// A fetch handler, for runtimes that serve one.
import { withSession } from "@sess/fetch";
import { act, options } from "./act.mjs";

export const handler = withSession(
  options,
  async (request, session) => new Response(await act(new URL(request.url).pathname, session)),
);

export default { fetch: (request) => handler(request) };
