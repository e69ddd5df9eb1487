import { createSessions, type Session, type SessionRecord, type SessionStore } from "../../src/index.ts";
import { type CookieJar, createCookieJar } from "../fixtures/cookie-jar.ts";
import { claimOf, valueIn } from "./contents.ts";
import { mapStore } from "./map-store.ts";
import type { Data } from "./run.ts";
import { seededRandom } from "./seeded-random.ts";

export const signingSecret = "b9Xk2Vt7Qm4Zs1Wc8Rf5Hj3Lp6Ny0GdA";
/** `rotateGrace`, in milliseconds: the default. */
export const grace = 10_000;

export const olderSecret = "T5nB8wE2qK7xJ4cM1vS9zF6hD3rL0aYu";

/** What was there before the first request of a scenario. */
export interface Prepared {
  readonly now: number;
  readonly records: ReadonlyMap<string, SessionRecord>;
  /** The cookie of each browser. */
  readonly cookies: ReadonlyMap<string, string>;
  /** Every cookie value that was ever issued. */
  readonly issued: readonly string[];
}

/** The situation in which a scenario begins. */
export interface Start {
  readonly name: string;
  readonly prepare: (stage: Stage) => void | Promise<void>;
}

/** Where a situation is made: nothing overlaps, and nothing fails. */
interface Stage {
  /** A whole request. With `lose`, its response never arrives. */
  visit(
    browser: string,
    handler: (session: Session<Data>) => void | Promise<void>,
    more?: { readonly lose?: boolean; readonly secret?: string },
  ): Promise<void>;
  wait(milliseconds: number): void;
  /** The other browser gets the same cookies. */
  plant(from: string, to: string): void;
}

const fill = (session: Session<Data>) => {
  session.assign({ seed: "here", count: 0 });
  session.flash("message", "welcome");
};

const logIn = (session: Session<Data>) => {
  fill(session);
  session.owner = "alice";
};

type StartName =
  | "nothing"
  | "anonymous"
  | "owned"
  | "planted"
  | "waiting"
  | "lost"
  | "retired"
  | "idle"
  | "olderKey";

export const starts: Readonly<Record<StartName, Start>> = {
  nothing: { name: "no session", prepare() {} },
  anonymous: { name: "an anonymous session", prepare: ({ visit }) => visit("victim", fill) },
  owned: { name: "a session of alice", prepare: ({ visit }) => visit("victim", logIn) },
  planted: {
    name: "a planted session",
    async prepare({ visit, plant }) {
      await visit("attacker", fill);
      plant("attacker", "victim");
    },
  },
  waiting: {
    name: "a renewed session, the new secret not presented yet",
    async prepare({ visit }) {
      await visit("victim", logIn);
      await visit("victim", (session) => session.rotate({ grace: true }));
    },
  },
  lost: {
    name: "a renewed session whose new secret was lost",
    async prepare({ visit, wait }) {
      await visit("victim", logIn);
      await visit("victim", (session) => session.rotate({ grace: true }), { lose: true });
      wait(11_000);
    },
  },
  retired: {
    name: "a session that was rotated, and the response lost",
    async prepare({ visit }) {
      await visit("victim", logIn);
      await visit("victim", (session) => session.rotate(), { lose: true });
    },
  },
  idle: {
    name: "a session that is due for a touch",
    async prepare({ visit, wait }) {
      await visit("victim", logIn);
      wait(86_400_000);
    },
  },
  olderKey: {
    name: "a session under an older signing secret",
    prepare: ({ visit }) => visit("victim", logIn, { secret: olderSecret }),
  },
};

/** Makes a situation. */
export async function prepare(start: Start): Promise<Prepared> {
  let now = Date.UTC(2030, 0, 1);
  const clock = () => now;
  const random = seededRandom("start");
  const store: SessionStore = mapStore();
  const jars = new Map<string, CookieJar>();
  const jarOf = (browser: string) => jars.get(browser) ?? createCookieJar(clock);
  const issued: string[] = [];
  await start.prepare({
    async visit(browser, handler, { lose = false, secret = signingSecret } = {}) {
      const sessions = createSessions<Data>({ secret, store, clock, random });
      const jar = jarOf(browser);
      jars.set(browser, jar);
      const session = await sessions.open({ cookies: jar.header(), secure: true, request: undefined });
      await handler(session);
      const changes = await sessions.commit(session, { status: 200 });
      for (const line of changes?.setCookie ?? []) {
        issued.push(valueIn(line) as string);
        if (!lose) jar.take(line);
      }
    },
    wait(milliseconds) {
      now += milliseconds;
    },
    plant(from, to) {
      jars.set(to, jarOf(from).copy());
    },
  });
  const cookies = new Map([...jars].map(([browser, jar]) => [browser, valueIn(jar.header()) as string]));
  const records = new Map<string, SessionRecord>();
  for (const { id } of issued.map(claimOf)) {
    const record = await store.read(id, now);
    if (record !== undefined) records.set(id, record);
  }
  return { now, records, cookies, issued };
}
