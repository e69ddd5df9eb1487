import { visitsPage } from "../pages/visits.ts";
import { type Routes, redirectWith } from "../routing.ts";

export const visitRoutes: Routes = {
  "GET /visits": ({ session }) => {
    session.update("visits", (visits = 0) => visits + 1);
    return visitsPage(session.get("visits", 0));
  },

  "POST /visits/forget": ({ session }) => {
    session.delete("visits");
    return redirectWith(session, "/", { kind: "good", text: "Your visits are forgotten." });
  },
};
