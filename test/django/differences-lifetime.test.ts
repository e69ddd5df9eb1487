import { expect } from "vitest";
import { begun } from "./begun.ts";
import { isByToken } from "./place.ts";
import { overEveryStore } from "./site.ts";
import { expectSwept } from "./sweeping.ts";

const minute = 60;
const hour = 3_600;
const day = 86_400;
const maxAge = (lines: readonly string[]) => /Max-Age=(\d+)/.exec(lines[0] ?? "")?.[1];

overEveryStore((behaves) => {
  behaves(
    "differs (rolling): reading counts as activity, and costs a write only when it moves the deadline by 5 %",
    async ({ browser, calls, clock, store }) => {
      await begun(browser);
      // A store that cannot touch is given the whole record again.
      const touch = isByToken(store) || !store.touch ? "write" : "touch";
      const read = async (seconds: number) => {
        clock.now += seconds * 1000;
        calls();
        await browser.visit((session) => session.get("x"));
        return calls();
      };
      expect(await read(59)).toEqual(["read"]);
      expect(await read(1)).toEqual(["read", touch]);
      for (let visit = 0; visit < 10; visit++) expect(await read(19 * minute)).toEqual(["read", touch]);
      clock.now += 20 * minute * 1000;
      expect((await browser.visit((session) => session.has("x"))).value).toBe(false);
    },
    { idle: "20m" },
  );

  behaves(
    "differs (rolling): with rolling: false only a save moves the deadline, as in Django",
    async ({ browser, calls, clock }) => {
      await begun(browser);
      clock.now += 19 * minute * 1000;
      calls();
      await browser.visit((session) => session.get("x"));
      expect(calls()).toEqual(["read"]);
      await browser.visit((session) => session.set("y", 1));
      clock.now += 19 * minute * 1000;
      expect((await browser.visit((session) => session.has("x"))).value).toBe(true);
      clock.now += minute * 1000;
      expect((await browser.visit((session) => session.has("x"))).value).toBe(false);
    },
    { idle: "20m", rolling: false },
  );

  behaves(
    "differs (absolute): a session ends at its absolute end, whatever is saved",
    async ({ browser, clock }) => {
      await begun(browser);
      for (let visit = 1; visit < 4; visit++) {
        clock.now += 15 * minute * 1000;
        await browser.visit((session) => session.set("visit", visit));
      }
      expect((await browser.visit((session) => session.get("visit"))).value).toBe(3);
      clock.now += 15 * minute * 1000;
      expect((await browser.visit((session) => session.get("visit"))).value).toBeUndefined();
    },
    { idle: "20m", absolute: "1h" },
  );

  behaves(
    "differs (absolute): setExpiry is bounded by it, setAbsolute moves it",
    async ({ browser }) => {
      const { setCookie } = await browser.visit((session) => {
        session.set("x", 1);
        session.setExpiry(90 * day);
        expect(session.expiryAge).toBe(hour);
        session.setAbsolute(90 * day);
        expect(session.expiryAge).toBe(90 * day);
      });
      expect(maxAge(setCookie)).toBe(String(90 * day));
    },
    { absolute: "1h" },
  );

  behaves(
    "differs (max-age): the cookie lasts to the absolute end, and is sent once (by token with each save)",
    async ({ browser, byToken, clock }) => {
      const { setCookie } = await browser.visit((session) => session.set("x", 1));
      expect(maxAge(setCookie)).toBe(String(30 * day));
      expect(setCookie[0]).not.toContain("Expires");
      clock.now += day * 1000;
      const saved = await browser.visit((session) => session.set("x", 2));
      expect(saved.setCookie.map((line) => maxAge([line]))).toEqual(byToken ? [String(29 * day)] : []);
      expect((await browser.visit((session) => session.get("x"))).setCookie).toEqual([]);
    },
  );

  behaves(
    "differs (expiry-alone): an expiry is no data, and alone saves nothing",
    async ({ browser, told }) => {
      const { setCookie } = await browser.visit((session) => {
        session.setExpiry(60);
        expect([session.isEmpty, session.keys()]).toEqual([true, []]);
      });
      expect([setCookie, told("created")]).toEqual([[], []]);
    },
  );

  behaves(
    "differs (inspect): a session says what is stored: when it began, was last seen and will end",
    async (site) => {
      const { browser, clock } = site;
      const start = clock.now;
      await begun(browser);
      clock.now += day * 1000;
      await browser.visit((session) => {
        expect([session.createdAt, session.lastSeenAt]).toEqual([start, start]);
        expect(session.expiresAt).toBe(start + 14 * day * 1000);
        expect(session.absoluteExpiresAt).toBe(start + 30 * day * 1000);
      });
      await browser.visit((session) => expect(session.lastSeenAt).toBe(start + day * 1000));
    },
  );

  behaves(
    "differs (expired): an expired record does not exist, swept or not",
    async ({ browser, clock, place }) => {
      const id = await begun(browser);
      clock.now += 14 * day * 1000 - 1;
      expect(await place.read(id)).toBeDefined();
      clock.now += 1;
      expect(await place.read(id)).toBeUndefined();
    },
  );

  behaves(
    "differs (sweep): a sweep stays a minute behind the deadline, because clocks of several machines differ",
    async (site) => {
      const { browser, clock, store, told } = site;
      await begun(browser);
      clock.now += 2 * minute * 1000;
      await expectSwept(site, 0);
      clock.now += 1;
      await expectSwept(site, 1);
      expect(told("swept").length).toBe("sweep" in store ? 2 : 0);
    },
    { idle: "1m" },
  );
});
