import express, { type Express, type Request, type Response } from "express";
import { sessionData } from "../session-data.ts";
import { type Framework, isThenable, routes } from "./framework.ts";

export const expressFramework: Framework<Express, Request, Response> = {
  start(actions, install) {
    const app = express();
    install?.(app);
    for (const [path, action] of routes(actions, sessionData(1))) {
      app.get(path, (request, response, next) => {
        const result = action(request, response);
        if (isThenable(result)) result.then((value) => response.end(String(value)), next);
        else response.end(String(result));
      });
    }
    return { listener: app };
  },
  cookieHeader: (request) => request.headers.cookie,
  setCookie: (_, response, line) => void response.setHeader("Set-Cookie", line),
};
