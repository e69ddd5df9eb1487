import { expect } from "vitest";
import { begun } from "./begun.ts";
import type { Browser } from "./browser.ts";
import { overEveryStore } from "./site.ts";
import { expectWorthless } from "./worthless.ts";

const cookie = "__Host-sid";
const dataOf = async (browser: Browser) => (await browser.visit((session) => session.toJSON())).value;

overEveryStore((behaves) => {
  behaves(
    "differs (rotation): it takes effect with the response, and with no failed one (by token the old cookie works on)",
    async (site) => {
      const { browser } = site;
      await begun(browser);
      const old = browser.copy();
      await browser.visit((session) => session.rotate(), { status: 500 });
      expect(await dataOf(old)).toEqual({ x: 1 });
      const rotating = await browser.begin();
      rotating.session.rotate();
      expect(await dataOf(old)).toEqual({ x: 1 });
      await rotating.end();
      expect(await dataOf(browser)).toEqual({ x: 1 });
      await expectWorthless(site, old, { x: 1 });
    },
  );

  behaves(
    "differs (rotation): with { grace: true } requests under way are not logged out (by token, never are)",
    async (site) => {
      const { browser, clock } = site;
      await begun(browser);
      const parallel = browser.copy();
      await browser.visit((session) => session.rotate({ grace: true }));
      expect(await dataOf(parallel)).toEqual({ x: 1 });
      await dataOf(browser);
      clock.now += 10_000;
      expect(await dataOf(browser)).toEqual({ x: 1 });
      await expectWorthless(site, parallel, { x: 1 });
    },
  );

  behaves("differs (at-rest): what the store holds makes no cookie", async (site) => {
    const { browser, byToken, place, stranger, told } = site;
    const id = await begun(browser);
    const record = await place.read(id);
    const [first, second = "", third] = (browser.cookies.get(cookie) ?? "").split(".");
    if (byToken) expect([first, third]).toEqual(["1", id]);
    else {
      expect([first, second.length]).toEqual([id, 32]);
      expect(JSON.stringify(record)).not.toContain(second);
    }
    const thief = stranger();
    thief.cookies.set(cookie, `${id}.${record?.version}.${btoa(record?.data ?? "")}`);
    expect(await dataOf(thief)).toEqual({});
    expect(told("tampered")).toEqual([{ reason: "forged" }]);
  });

  behaves(
    "differs (secrets): a cookie under an older secret works, and is issued anew when used (by token when saved)",
    async (site) => {
      const [older, newer] = ["t4Gz9LqXw2VbKc7NsHm0RyJd5FpUa3e8", "x8Rb3WnKq6ZtVc1LmJy4HsGd7FpUa0e2"];
      const before = site.restarted({ secret: older });
      await begun(before.browser);
      const during = site.restarted({ secret: [newer, older] });
      const browser = before.browser.copy(during.sessions);
      expect((await browser.visit(() => {})).setCookie).toEqual([]);
      const reissued = await browser.visit((session) => {
        session.get("x");
        if (site.byToken) session.modified = true;
      });
      expect(reissued.setCookie).toHaveLength(1);
      const after = site.restarted({ secret: newer });
      expect(await dataOf(browser.copy(after.sessions))).toEqual({ x: 1 });
      expect(await dataOf(before.browser.copy(after.sessions))).toEqual({});
    },
  );

  behaves(
    "differs (stale): a cookie that leads nowhere is not deleted: it could hit a newer one",
    async (site) => {
      const { browser, place } = site;
      await place.remove(await begun(browser));
      expect((await browser.visit((session) => session.get("x"))).setCookie).toEqual([]);
      expect((await browser.visit((session) => session.set("x", 2))).setCookie).toHaveLength(1);
    },
  );

  behaves(
    "differs (made-up): with touchAfter: 0 made-up cookies create no record",
    async ({ calls, stranger, told }) => {
      for (let visit = 0; visit < 5; visit++) {
        const browser = stranger();
        browser.cookies.set(cookie, `${"made-up".padEnd(21, "x")}${visit}`);
        await browser.visit((session) => session.get("x"));
      }
      expect([calls(), told("created")]).toEqual([[], []]);
    },
    { touchAfter: 0 },
  );

  behaves("differs (tossed): of cookies that lead to two sessions none is believed", async (site) => {
    const { browser, sessions, stranger, told } = site;
    await begun(browser);
    const attacker = stranger();
    await begun(attacker);
    const cookies = [browser, attacker].map(({ cookies }) => `${cookie}=${cookies.get(cookie)}`);
    const session = await sessions.open({ cookies, secure: true, request: {} });
    expect([session.isNew, session.toJSON()]).toEqual([true, {}]);
    expect(told("tampered")).toEqual([{ reason: "tossed" }]);
  });

  behaves(
    "differs (eager): a session is read before the handler, and only where a cookie came",
    async (site) => {
      const { browser, calls } = site;
      await browser.visit(() => {});
      expect(calls()).toEqual([]);
      await begun(browser);
      calls();
      await browser.visit(() => {});
      expect(calls()).toEqual(["read"]);
    },
  );

  behaves(
    'differs (eager): with load: "lazy" only load() reads, as in Django the first use',
    async (site) => {
      const { browser, calls } = site;
      await browser.visit(async (session) => (await session.load()).set("x", 1));
      calls();
      await browser.visit(() => {});
      expect(calls()).toEqual([]);
      await browser.visit(async (session) => expect((await session.load()).get("x")).toBe(1));
      expect(calls()).toEqual(["read"]);
    },
    { load: "lazy" },
  );
});
