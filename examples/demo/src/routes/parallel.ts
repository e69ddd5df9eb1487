import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { parallelPage } from "../pages/parallel.ts";
import { type Routes, redirectWith } from "../routing.ts";

/** How long a request works after its change, in milliseconds, so that requests overlap for sure. */
const work = 200;

export const parallelRoutes: Routes = {
  // Begins the session: requests that come without one would each begin their own.
  "GET /parallel": ({ session, site }) => {
    const additions = session.setDefault("additions", 0);
    return parallelPage(additions, session.keys().filter(isAddition).length, site.store.atomicWrite);
  },

  "POST /parallel/add": async ({ session }) => {
    session.update("additions", (additions = 0) => additions + 1);
    session.set(`addition:${randomBytes(6).toString("hex")}`, 1);
    await wait(work);
    return { redirect: "/parallel" };
  },

  "POST /parallel/reset": ({ session }) => {
    for (const key of session.keys().filter(isAddition)) session.delete(key);
    session.delete("additions");
    return redirectWith(session, "/parallel", { kind: "good", text: "Back to zero." });
  },
};

function isAddition(key: string): key is `addition:${string}` {
  return key.startsWith("addition:");
}
