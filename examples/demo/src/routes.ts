import { html } from "@remix-run/html-template";
import { layout } from "./pages/layout.ts";
import { notFoundPage } from "./pages/problem.ts";
import { accountRoutes } from "./routes/account.ts";
import { bookingRoutes } from "./routes/booking.ts";
import { cartRoutes } from "./routes/cart.ts";
import { deviceRoutes } from "./routes/devices.ts";
import { homeRoutes } from "./routes/home.ts";
import { loginRoutes } from "./routes/login.ts";
import { messageRoutes } from "./routes/messages.ts";
import { parallelRoutes } from "./routes/parallel.ts";
import { preferenceRoutes } from "./routes/preferences.ts";
import { sessionRoutes } from "./routes/session.ts";
import { valueRoutes } from "./routes/values.ts";
import { visitRoutes } from "./routes/visits.ts";
import type { Redirect, Route, Routes, Visit } from "./routing.ts";

const table: Routes = {
  ...homeRoutes,
  ...valueRoutes,
  ...visitRoutes,
  ...preferenceRoutes,
  ...cartRoutes,
  ...bookingRoutes,
  ...messageRoutes,
  ...parallelRoutes,
  ...loginRoutes,
  ...accountRoutes,
  ...deviceRoutes,
  ...sessionRoutes,
};

/** A route and what it answers to. */
export interface MountedRoute {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly route: Route;
}

/** Every route of the site. */
export const routes: readonly MountedRoute[] = Object.entries(table).map(([key, route]) => {
  const [method, path] = key.split(" ") as ["GET" | "POST", string];
  return { method, path, route };
});

/** For what no route answers to. */
export const notFound: Route = () => notFoundPage();

/** Where the browser goes, or a whole page. */
export type Answer = Redirect | { readonly status: number; readonly html: string };

/** Runs a route, and puts a page of it into the layout of the site. */
export async function answer(route: Route, visit: Visit): Promise<Answer> {
  const result = await route(visit);
  if ("redirect" in result) return result;
  const hasForms = typeof result.body === "function" || visit.session.owner !== undefined;
  const csrf = html.raw`${hasForms ? await visit.csrfField() : ""}`;
  return { status: result.status ?? 200, html: layout(result, visit, csrf) };
}
