import { expect } from "vitest";
import { many } from "../many.ts";
import type { Site } from "../site.ts";
import { everyStore, threat } from "../threat.ts";
import type { Visitor } from "../visitor.ts";

const minute = 60_000;
const skew = 5 * minute;
const options = { idle: "30m", absolute: "2h", touchAfter: 0 } as const;

/** A user of a site with three servers: one whose clock is right, one that is slow, and one that is fast. */
async function onThreeServers(site: Site): Promise<Readonly<Record<"right" | "slow" | "fast", Visitor>>> {
  const user = site.visitor();
  await user.get("/login?user=ada");
  const at = async (offset: number) =>
    user.copy(await site.serve(site.manager({ ...options, clock: () => site.clock.now + offset })));
  return { right: user, slow: await at(-skew), fast: await at(skew) };
}

threat(19, "clocks of several servers differ", everyStore, (attack) => {
  attack(
    "no server ends a session that has more than the difference left, nor does its sweep",
    async (site) => {
      const { right, slow, fast } = await onThreeServers(site);
      site.clock.now += 24 * minute;
      for (const one of [fast, slow, right]) expect((await one.get("/who")).text).toBe("ada");
      const sweeper = site.manager({ ...options, clock: () => site.clock.now + skew });
      if (site.store.abilities.sweeps) expect(await sweeper.sweep()).toBe(0);
      expect((await right.get("/who")).text).toBe("ada");
    },
    { options },
  );

  attack(
    "no server keeps one longer than the difference",
    async (site) => {
      const { right, slow, fast } = await onThreeServers(site);
      await fast.get("/who");
      site.clock.now += 30 * minute + skew;
      expect((await right.get("/who")).text).toBe("nobody");
      expect((await fast.get("/who")).text).toBe("nobody");
      site.clock.now += skew;
      expect((await slow.get("/who")).text).toBe("nobody");
    },
    { options },
  );

  attack(
    "visits on all of them do not move the absolute end",
    async (site) => {
      const { right, slow, fast } = await onThreeServers(site);
      for (const _ of many(5, (i) => i)) {
        site.clock.now += 22 * minute;
        for (const one of [fast, slow, right]) expect((await one.get("/who")).text).toBe("ada");
      }
      // 110 minutes have gone; the end is at 120.
      site.clock.now += 10 * minute;
      expect((await right.get("/who")).text).toBe("nobody");
      expect((await fast.get("/who")).text).toBe("nobody");
      site.clock.now += skew;
      expect((await slow.get("/who")).text).toBe("nobody");
    },
    { options },
  );
});
