import { setTimeout as sleep } from "node:timers/promises";
import type { DefaultData, Session, Sessions } from "@sess/core";

/** What a page answers: the session as this request sees it. */
export interface Shown {
  readonly id: string | undefined;
  readonly owner: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

type Action = (session: Session<DefaultData>, query: URLSearchParams, sessions: Sessions) => unknown;

const count = (session: Session<DefaultData>) =>
  session.update("count", (current) => (Number(current) || 0) + 1);

/** What can be asked for, by path. */
const actions: Readonly<Record<string, Action>> = {
  "/me": () => undefined,
  "/count": count,
  async "/slow-count"(session, query) {
    await sleep(Number(query.get("wait")));
    count(session);
  },
  "/put": (session, query) => session.set(query.get("key") ?? "", query.get("value")),
  "/renew": (session) => session.rotate({ grace: true }),
  "/rotate": (session) => session.rotate(),
  "/login"(session, query) {
    session.owner = query.get("owner") ?? undefined;
  },
  "/logout": (session) => session.flush(),
  async "/revoke"(session, query, sessions) {
    const except = query.get("except") === "me" ? { except: session } : {};
    await sessions.revoke(session.owner ?? "nobody", except);
  },
};

/** Does what `url` asks for, and shows the session after that. */
export async function act(session: Session<DefaultData>, url: string, sessions: Sessions): Promise<Shown> {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  await actions[pathname]?.(session, searchParams, sessions);
  return { id: session.id, owner: session.owner, data: session.toJSON() };
}
