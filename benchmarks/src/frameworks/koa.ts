import Koa, { type Context } from "koa";
import { sessionData } from "../session-data.ts";
import { type Framework, isThenable, routes } from "./framework.ts";

export const koaFramework: Framework<Koa, Context, undefined> = {
  start(actions, install) {
    const app = new Koa();
    install?.(app);
    const actionOf = new Map(routes(actions, sessionData(1)));
    app.use((context) => {
      const result = actionOf.get(context.path)?.(context, undefined);
      if (!isThenable(result)) {
        context.body = String(result);
        return;
      }
      return result.then((value) => {
        context.body = String(value);
      });
    });
    return { listener: app.callback() };
  },
  cookieHeader: (context) => context.req.headers.cookie,
  setCookie: (context, _, line) => void context.res.setHeader("Set-Cookie", line),
};
