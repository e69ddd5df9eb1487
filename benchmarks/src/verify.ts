import { lifetimeSeconds } from "./contestant.ts";
import { cookieAfter, forge, garble } from "./drive/cookie-jar.ts";
import type { Driver } from "./drive/driver.ts";
import type { ScenarioName } from "./scenario.ts";

/** The two apps of one contestant, and the time they go by. */
export interface Contest {
  readonly plain: Driver;
  readonly rolling: Driver;
  /** Moves the time so many seconds ahead of the system's. */
  moveTime(seconds: number): void;
}

/** One browser. */
function browser(driver: Driver) {
  let cookie: string | undefined;
  return {
    get cookie() {
      return cookie;
    },
    /** The body, and whether a cookie came with it. */
    async get(path: string) {
      const { status, body, setCookies } = await driver.ask(path, cookie);
      if (status !== 200) throw new Error(`${path} answered ${status}: ${body}`);
      if (setCookies.length > 0) cookie = cookieAfter(cookie, setCookies) || undefined;
      return { body, sentCookie: setCookies.length > 0 };
    },
  };
}

function expect(what: string, got: unknown, wanted: unknown): void {
  if (got !== wanted) throw new Error(`${what}: got ${String(got)}, not ${String(wanted)}`);
}

/** Checks each scenario's work. Throws for whoever does not do it. */
const checks: Readonly<Record<ScenarioName, (contest: Contest) => Promise<void>>> = {
  async anonymous({ plain }) {
    expect("an untouched page", (await browser(plain).get("/anonymous")).body, "untouched");
  },
  async read({ plain }) {
    const visitor = browser(plain);
    await visitor.get("/fill");
    for (let times = 0; times < 3; times++) expect("a read", (await visitor.get("/read")).body, "1");
  },
  async write({ plain }) {
    const [visitor, other] = [browser(plain), browser(plain)];
    await visitor.get("/fill");
    await other.get("/fill");
    for (const n of ["2", "3", "4"]) expect("a write", (await visitor.get("/write")).body, n);
    expect("a read after writes", (await visitor.get("/read")).body, "4");
    expect("somebody else's session", (await other.get("/read")).body, "1");
  },
  async create({ plain }) {
    const visitor = browser(plain);
    expect("a new session's cookie", (await visitor.get("/create")).sentCookie, true);
    expect("a read of a new session", (await visitor.get("/read")).body, "1");
  },
  async rolling({ rolling, moveTime }) {
    const visitor = browser(rolling);
    await visitor.get("/fill");
    const { body, sentCookie } = await visitor.get("/read");
    expect("a read", body, "1");
    if (sentCookie) return;
    // Whoever extends sessions without a new cookie goes by the clock it is given.
    for (const days of [0.6, 1.2]) {
      moveTime(days * lifetimeSeconds);
      expect(`a read after ${days} days`, (await visitor.get("/read")).body, "1");
    }
    moveTime(5 * lifetimeSeconds);
    expect("a read after five idle days", (await visitor.get("/read")).body, "undefined");
    moveTime(0);
  },
  forged: (contest) => refused(contest, forge),
  garbage: (contest) => refused(contest, garble),
};

async function refused({ plain }: Contest, change: (cookie: string) => string): Promise<void> {
  const visitor = browser(plain);
  await visitor.get("/fill");
  const { body } = await plain.ask("/read", change(visitor.cookie ?? ""));
  expect("a read with a changed cookie", body, "undefined");
}

/** Makes sure that a contestant does the work of these scenarios. Throws, saying what it did instead. */
export async function verify(contest: Contest, scenarios: readonly ScenarioName[]): Promise<void> {
  for (const name of scenarios) {
    await checks[name](contest).catch((error: Error) => {
      throw new Error(`does not do the work of "${name}": ${error.message}`);
    });
  }
}
