import { type Context, Hono } from "hono";
import { sessionData } from "../session-data.ts";
import { type Framework, isThenable, routes } from "./framework.ts";

export const honoFramework: Framework<Hono, Context, undefined> = {
  start(actions, install) {
    const app = new Hono();
    install?.(app);
    for (const [path, action] of routes(actions, sessionData(1))) {
      app.get(path, (c): Response | Promise<Response> => {
        const result = action(c, undefined);
        const answer = (value: unknown): Response => c.text(String(value));
        return isThenable(result) ? result.then(answer) : answer(result);
      });
    }
    return { fetch: (request) => app.fetch(request) };
  },
  cookieHeader: (c) => c.req.header("cookie"),
  setCookie: (c, _, line) => c.header("Set-Cookie", line),
};
