import { getRequestListener } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { createCsrf } from "@sess/csrf/hono";
import { getSession, type SessionEnv, session } from "@sess/hono";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { assets } from "./assets.ts";
import type { DemoData } from "./demo-data.ts";
import { deviceOf } from "./device.ts";
import { problemHtml } from "./pages/problem.ts";
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

type Env = SessionEnv<DemoData>;

/** The site on Hono. */
export function mountOnHono(settings: SiteSettings): MountedSite {
  const sessions = demoSessions<Context>(settings, (c) =>
    deviceOf(c.req.header("User-Agent"), getConnInfo(c).remote.address),
  );
  const csrf = createCsrf({ sessions });
  const site = { sessions, auth: demoAuth(sessions), framework: "Hono", store: storeFacts(settings) };

  const app = new Hono<Env>();
  for (const { path, headers, text } of assets) app.get(path, (c) => c.body(text, 200, headers));
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(pageHeaders)) c.header(name, value);
  });
  app.use(session(sessions));
  app.use(bodyLimit({ maxSize: form.limit, onError: (c) => c.html(problemHtml(413), 413) }));
  app.use(csrf.protect);

  const handle = (route: Route) => async (c: Context<Env>) => {
    const fields = c.req.method === "POST" ? await c.req.text() : new URL(c.req.url).search;
    const result = await answer(route, {
      site,
      session: getSession<DemoData>(c),
      path: c.req.path,
      form: new URLSearchParams(fields),
      csrfField: () => csrf.field(c),
    });
    if ("redirect" in result) return c.redirect(result.redirect, 303);
    return c.html(result.html, result.status as 200);
  };
  for (const { method, path, route } of routes) app.on(method, path, handle(route));
  app.notFound(handle(notFound));

  app.onError((error, c) => {
    const { status, html } = reportProblem(error);
    return c.html(html, status as 500);
  });
  return { listener: getRequestListener(app.fetch), sessions };
}
