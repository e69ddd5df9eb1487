import { type CookieJar, createCookieJar } from "../fixtures/cookie-jar.ts";
import { type CookieClaim, claimOf, valueIn } from "./contents.ts";
import type { Run } from "./run.ts";

const cookieName = "__Host-sid";

/** A browser whose responses arrive in any order. */
export interface Browser {
  readonly name: string;
  readonly jar: CookieJar;
  /** What it holds now. */
  readonly claim: CookieClaim | undefined;
  /** Requests whose responses have changed the jar, in the order of arrival. */
  readonly changes: Run[];
  /** Those whose responses have changed the jar since it last led into that epoch of the session. */
  changesSince(id: string, epoch: number): readonly Run[];
  /** Takes a response over. */
  take(run: Run): void;
}

export function createBrowser(name: string, cookie: string | undefined, clock: () => number): Browser {
  const jar = createCookieJar(clock);
  if (cookie !== undefined) jar.set(cookieName, cookie);
  const changes: Run[] = [];
  const nameOf = (claim: CookieClaim | undefined) => claim && `${claim.id} ${claim.epoch}`;
  /** Where the jar led before all changes, and after each. */
  const held = [nameOf(cookie === undefined ? undefined : claimOf(cookie))];
  return {
    name,
    jar,
    changes,
    get claim() {
      const value = valueIn(jar.header());
      return value === undefined ? undefined : claimOf(value);
    },
    changesSince: (id, epoch) => changes.slice(Math.max(held.lastIndexOf(`${id} ${epoch}`), 0)),
    take(run) {
      for (const line of run.response?.setCookie ?? []) {
        jar.take(line);
        changes.push(run);
        held.push(nameOf(this.claim));
      }
    },
  };
}
