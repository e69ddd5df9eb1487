import type { Request } from "express";
import { objectActions } from "../actions.ts";
import { type Contestant, lifetimeSeconds, secret } from "../contestant.ts";
import { expressFramework } from "../frameworks/express.ts";
import { importUntyped } from "../import-untyped.ts";

type WithSession = Request & { session: Record<string, unknown> };

export const cookieSession: readonly Contestant[] = [
  {
    id: "cookie-session",
    framework: "express",
    kind: "peer",
    store: "cookie",
    async start({ rolling }) {
      const { default: session } = await importUntyped("cookie-session");
      const middleware = session({ keys: [secret], maxAge: lifetimeSeconds * 1000, sameSite: "lax" });
      const actions = objectActions((request: Request) => (request as WithSession).session);
      if (!rolling) return expressFramework.start(actions, (server) => server.use(middleware));
      // As its README says: change something, so that the cookie is sent again.
      const read = (request: Request) => {
        const { session } = request as WithSession;
        session.readAt = Date.now();
        return session.n;
      };
      return expressFramework.start({ ...actions, read }, (server) => server.use(middleware));
    },
  },
];
