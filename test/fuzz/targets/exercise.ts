import type { Sessions } from "@sess/core";
import { attempt, claim } from "../target.ts";

/** What a request does with its session: any of these, in this order. */
export const steps = [
  "read",
  "get",
  "dates",
  "flash",
  "set",
  "update",
  "addFlash",
  "expiry",
  "touch",
  "save",
  "reload",
  "renew",
  "rotate",
  "login",
  "clear",
  "flush",
] as const;

export type Step = (typeof steps)[number];

type AnySession = Awaited<ReturnType<Sessions["open"]>>;

const work: Readonly<Record<Step, (session: AnySession) => unknown>> = {
  read: (session) => [session.keys(), session.size, session.isEmpty, session.toJSON(), [...session]],
  get(session) {
    const names = new Set(session.keys());
    for (const name of ["constructor", "toString", "__proto__", "polluted", ...names]) {
      claim(session.has(name) === names.has(name), `has(${JSON.stringify(name)}) is ${session.has(name)}.`);
      const value = session.get(name);
      claim(names.has(name) || value === undefined, `There is a value under ${JSON.stringify(name)}.`);
    }
  },
  dates: (session) => [
    session.createdAt,
    session.lastSeenAt,
    session.expiresAt,
    session.absoluteExpiresAt,
    session.expiryAge,
    session.expiryDate,
    session.expiresAtBrowserClose,
    session.age,
  ],
  flash: (session) => session.takeFlash("message"),
  set: (session) => session.set("fuzz", 1),
  update: (session) => session.update("count", (count) => (Number(count) || 0) + 1),
  addFlash: (session) => session.flash("message", "hello"),
  expiry: (session) => session.setExpiry(60),
  touch: (session) => session.touch(),
  save: (session) => session.save(),
  reload: (session) => session.reload(),
  renew: (session) => session.rotate({ grace: true }),
  rotate: (session) => session.rotate(),
  login(session) {
    session.owner = "somebody";
  },
  clear: (session) => session.clear(),
  flush: (session) => session.flush(),
};

/** A whole request. Every refusal must be one that we document. Answers with the session and what goes into the head. */
export async function exercise(
  sessions: Sessions,
  cookies: string,
  wanted: readonly Step[],
): Promise<{ session: AnySession; setCookie: readonly string[] }> {
  const session = await sessions.open({ cookies, secure: false, request: undefined });
  for (const step of wanted) await attempt(() => work[step](session));
  const changes = await attempt(() => sessions.commit(session, { status: 200 }));
  const setCookie = changes?.setCookie ?? [];
  for (const line of setCookie) {
    claim(
      /^sid=[\w.-]*(; (Max-Age=\d+|Expires=Thu, 01 Jan 1970 00:00:00 GMT|Path=\/|HttpOnly|SameSite=Lax))*$/.test(
        line,
      ),
      `It sent ${JSON.stringify(line)}.`,
    );
  }
  return { session, setCookie };
}
