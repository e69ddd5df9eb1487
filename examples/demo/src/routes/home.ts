import { goodbyePage, homePage } from "../pages/home.ts";
import type { Routes } from "../routing.ts";

export const homeRoutes: Routes = {
  "GET /": ({ session }) => homePage(session.get("language", "en"), session.owner),
  // Without a message by the session: that would begin a new one.
  "GET /goodbye": ({ site }) => goodbyePage(site.store.onServer),
};
