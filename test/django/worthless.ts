import { expect } from "vitest";
import type { Browser } from "./browser.ts";
import type { Site } from "./site.ts";

/**
 * Expects the cookie of a session that was flushed or rotated since to open nothing. By token it opens `held`, what was
 * in it, until its deadline, as in Django: there is nobody to remember that it has ended. Moves the clock.
 */
export async function expectWorthless({ byToken, clock }: Site, old: Browser, held: object): Promise<void> {
  const opened = async () => (await old.visit((session) => [session.isNew, session.toJSON()])).value;
  if (byToken) {
    expect(await opened()).toEqual([false, held]);
    clock.now += (await old.visit((session) => session.expiryAge)).value * 1000;
  }
  expect(await opened()).toEqual([true, {}]);
}
