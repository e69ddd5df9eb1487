import type { Barrier } from "./barrier.ts";
import type { Pages } from "./frameworks.ts";

/** The pages that most attacks need. */
export function usualPages(barrier: Barrier): Pages {
  return {
    "/static": () => "static",
    /** Answers with the data. */
    "/read": ({ session }) => JSON.stringify(session),
    "/who": ({ session }) => session.owner ?? "nobody",
    "/id": ({ session }) => session.id ?? "none",
    "/set": ({ session, query }) => {
      session.set(query("key"), query("value"));
      return JSON.stringify(session);
    },
    "/count": ({ session }) => {
      session.update("count", (count) => Number(count ?? 0) + 1);
      return "counted";
    },
    "/login": ({ session, query }) => {
      session.owner = query("user");
      return query("user");
    },
    "/logout": async ({ session }) => {
      await session.flush();
      return "goodbye";
    },
    "/rotate": ({ session }) => {
      session.rotate();
      return "rotated";
    },
    "/renew": ({ session }) => {
      session.rotate({ grace: true });
      return "renewed";
    },
    /** Reads, waits at the barrier, and then sets `?key=` where there is one: a slow request. */
    "/slow": async ({ session, query }) => {
      const before = session.owner ?? "nobody";
      await barrier.arrive();
      if (query("key") !== "") session.set(query("key"), query("value"));
      return before;
    },
  };
}
