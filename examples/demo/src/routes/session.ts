import { sessionPage } from "../pages/session.ts";
import { type Routes, redirectWith } from "../routing.ts";

export const sessionRoutes: Routes = {
  "GET /session": ({ session, site }) => sessionPage(session, site.store.onServer),

  "POST /session/renew": ({ session }) => {
    session.rotate({ grace: true });
    return redirectWith(session, "/session", {
      kind: "good",
      text: "Your browser has a new secret. The ID is the same.",
    });
  },

  "POST /session/clear": ({ session }) => {
    session.clear();
    return redirectWith(session, "/session", {
      kind: "good",
      text: "All values are gone. The session stays.",
    });
  },

  "POST /session/end": async ({ session }) => {
    await session.flush();
    return { redirect: "/goodbye" };
  },
};
