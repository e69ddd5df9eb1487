import { createCsrf } from "@sess/csrf/express";
import { getSession, session } from "@sess/express";
import express, { type ErrorRequestHandler, type Request, type Response } from "express";
import { assets } from "./assets.ts";
import type { DemoData } from "./demo-data.ts";
import { deviceOf } from "./device.ts";
import { reportProblem } from "./report-problem.ts";
import { answer, notFound, routes } from "./routes.ts";
import type { Route } from "./routing.ts";
import {
  demoAuth,
  demoSessions,
  form,
  type MountedSite,
  pageHeaders,
  type SiteSettings,
  storeFacts,
} from "./site.ts";

/** The site on Express. */
export function mountOnExpress(settings: SiteSettings): MountedSite {
  const sessions = demoSessions<Request>(settings, (request) =>
    deviceOf(request.get("User-Agent"), request.ip),
  );
  const csrf = createCsrf({ sessions });
  const site = { sessions, auth: demoAuth(sessions), framework: "Express", store: storeFacts(settings) };

  const app = express().disable("x-powered-by");
  for (const { path, headers, text } of assets) {
    app.get(path, (_request, response) => void response.set(headers).send(text));
  }
  app.use((_request, response, next) => {
    response.set(pageHeaders);
    next();
  });
  app.use(session(sessions));
  app.use(express.text(form));
  app.use(csrf.protect);

  const handle = (route: Route) => async (request: Request, response: Response) => {
    const fields = request.method === "POST" ? String(request.body ?? "") : request.url.split("?")[1];
    const result = await answer(route, {
      site,
      session: getSession<DemoData>(request),
      path: request.path,
      form: new URLSearchParams(fields),
      csrfField: () => csrf.field(request),
    });
    if ("redirect" in result) response.redirect(303, result.redirect);
    else response.status(result.status).send(result.html);
  };
  for (const { method, path, route } of routes) {
    app[method === "GET" ? "get" : "post"](path, handle(route));
  }
  app.use(handle(notFound));

  const failed: ErrorRequestHandler = (error, _request, response, next) => {
    const { status, html } = reportProblem(error);
    if (response.headersSent) next(error);
    else response.status(status).send(html);
  };
  app.use(failed);
  return { listener: app, sessions };
}
