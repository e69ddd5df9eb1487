import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { App, Contestant } from "./contestant.ts";
import { cookieAfter } from "./drive/cookie-jar.ts";
import type { Driver } from "./drive/driver.ts";
import { driverOf } from "./drive/driver-of.ts";
import { type ScenarioName, scenarios } from "./scenario.ts";
import { type Contest, verify } from "./verify.ts";

/** A contestant that has shown that it does the work. */
export interface Running {
  readonly app: App;
  readonly plain: Driver;
  /** The Cookie headers of `sessionCount` sessions, of each of the two apps. */
  readonly cookies: { readonly plain: readonly string[]; readonly rolling: readonly string[] };
  send(scenario: ScenarioName, cookies: readonly string[], count: number): Promise<void>;
  close(): Promise<void>;
}

/** So many sessions are used in turn. */
const sessionCount = 64;

/** Starts the two apps of a contestant. Throws where it does not do the work of its scenarios. */
export async function startContest(
  contestant: Contestant,
  scenarioNames: readonly ScenarioName[],
  redisUrl?: string,
): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "sess-bench-"));
  let ahead = 0;
  const setup = { folder, redisUrl, clock: () => Date.now() + ahead };
  const plainApp = await contestant.start({ ...setup, rolling: false });
  const rollingApp = await contestant.start({ ...setup, rolling: true });
  const contest: Contest = {
    plain: driverOf(plainApp),
    rolling: driverOf(rollingApp),
    moveTime(seconds) {
      ahead = seconds * 1000;
    },
  };
  const close = async () => {
    await plainApp.close?.();
    await rollingApp.close?.();
    rmSync(folder, { recursive: true, force: true });
  };
  const isBare = contestant.kind === "bare";
  try {
    if (!isBare) await verify(contest, scenarioNames);
    return {
      app: plainApp,
      plain: contest.plain,
      cookies: isBare
        ? { plain: [], rolling: [] }
        : { plain: await seed(contest.plain), rolling: await seed(contest.rolling) },
      send(name, cookies, count) {
        const { path, rolling, cookie } = scenarios[name];
        const sent = cookie === undefined || cookies.length === 0 ? [undefined] : cookies;
        return contest[rolling ? "rolling" : "plain"].send(path, sent, count);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function seed(driver: Driver): Promise<string[]> {
  const cookies: string[] = [];
  for (let count = 0; count < sessionCount; count++) {
    const { setCookies } = await driver.ask("/fill");
    cookies.push(cookieAfter(undefined, setCookies));
  }
  return cookies;
}

/** The Cookie headers that a scenario sends, of the sessions it is sent for. */
export function cookiesFor(name: ScenarioName, cookies: Running["cookies"]): readonly string[] {
  const { rolling, cookie } = scenarios[name];
  return cookie === undefined ? [] : cookies[rolling ? "rolling" : "plain"].map(cookie);
}
