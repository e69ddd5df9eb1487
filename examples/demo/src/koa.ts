import { bodyParser } from "@koa/bodyparser";
import { createCsrf } from "@sess/csrf/koa";
import { getSession, session } from "@sess/koa";
import Koa, { type Context } from "koa";
import { assets } from "./assets.ts";
import type { DemoData } from "./demo-data.ts";
import { deviceOf } from "./device.ts";
import { reportProblem } from "./report-problem.ts";
import { answer, notFound, routes } from "./routes.ts";
import {
  demoAuth,
  demoSessions,
  form,
  type MountedSite,
  pageHeaders,
  type SiteSettings,
  storeFacts,
} from "./site.ts";

/** The site on Koa. */
export function mountOnKoa(settings: SiteSettings): MountedSite {
  const sessions = demoSessions<Context>(settings, (context) =>
    deviceOf(context.get("User-Agent"), context.ip),
  );
  const csrf = createCsrf({ sessions });
  const site = { sessions, auth: demoAuth(sessions), framework: "Koa", store: storeFacts(settings) };
  const table = new Map(routes.map(({ method, path, route }) => [`${method} ${path}`, route]));

  const app = new Koa();
  app.use(async (context, next) => {
    const asset = assets.find(({ path }) => path === context.path);
    if (asset === undefined) return next();
    context.set(asset.headers);
    context.body = asset.text;
  });
  app.use(async (context, next) => {
    context.set(pageHeaders);
    try {
      await next();
    } catch (error) {
      const { status, html } = reportProblem(error);
      context.status = status;
      context.body = html;
    }
  });
  app.use(session(sessions));
  app.use(bodyParser({ enableTypes: ["form"], formLimit: form.limit }));
  app.use(csrf.protect);
  app.use(async (context) => {
    const { method, path } = context;
    const route = table.get(`${method === "HEAD" ? "GET" : method} ${path}`) ?? notFound;
    const fields = method === "POST" ? context.request.rawBody : context.querystring;
    const result = await answer(route, {
      site,
      session: getSession<DemoData>(context),
      path,
      form: new URLSearchParams(fields),
      csrfField: () => csrf.field(context),
    });
    if ("redirect" in result) {
      context.status = 303;
      context.redirect(result.redirect);
    } else {
      context.status = result.status;
      context.body = result.html;
    }
  });
  return { listener: app.callback(), sessions };
}
