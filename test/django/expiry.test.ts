import { expect } from "vitest";
import { overEveryStore } from "./site.ts";

const day = 86_400;
const maxAge = (lines: readonly string[]) => /Max-Age=(\d+)/.exec(lines[0] ?? "")?.[1];

overEveryStore((behaves) => {
  behaves(
    "django 26: the default age is the option idle, also until the browser closes",
    async ({ browser }) => {
      await browser.visit((session) => {
        expect(session.expiryAge).toBe(14 * day);
        session.setExpiry(0);
        expect(session.expiryAge).toBe(14 * day);
      });
    },
  );

  behaves("django 27: an expiry in seconds is the age, and the date counted from now", async (site) => {
    const { browser, clock } = site;
    await browser.visit((session) => {
      session.set("x", 1);
      session.setExpiry(10);
      expect(session.expiryAge).toBe(10);
      expect(session.expiryDate).toEqual(new Date(clock.now + 10_000));
    });
    clock.now += 9_999;
    expect((await browser.visit((session) => session.has("x"))).value).toBe(true);
    clock.now += 10_000;
    expect((await browser.visit((session) => session.has("x"))).value).toBe(false);
  });

  behaves(
    "django 28: a time span that does not roll is a Date counted from now",
    async ({ browser, clock }) => {
      const start = clock.now;
      await browser.visit((session) => {
        session.set("x", 1);
        session.setExpiry(new Date(start + 10_000));
        expect([session.expiryAge, session.expiryDate]).toEqual([10, new Date(start + 10_000)]);
      });
      clock.now += 4_000;
      await browser.visit((session) => {
        session.set("x", 2);
        expect([session.expiryAge, session.expiryDate]).toEqual([6, new Date(start + 10_000)]);
      });
      clock.now += 6_000;
      expect((await browser.visit((session) => session.has("x"))).value).toBe(false);
    },
  );

  behaves("django 29: an expiry by Date is the date, and the age until then", async ({ browser, clock }) => {
    const date = new Date(clock.now + 3 * day * 1000);
    const { setCookie } = await browser.visit((session) => {
      session.set("x", 1);
      session.setExpiry(date);
      expect([session.expiryAge, session.expiryDate]).toEqual([3 * day, date]);
    });
    expect(maxAge(setCookie)).toBe(String(3 * day));
  });

  behaves("django 30: null resets to the default, again and again", async ({ browser, clock }) => {
    await browser.visit((session) => {
      session.set("x", 1);
      session.setExpiry(10);
      session.setExpiry(null);
      session.setExpiry(null);
      expect(session.expiryAge).toBe(14 * day);
    });
    clock.now += 60_000;
    await browser.visit((session) => {
      session.setExpiry(10);
      expect(session.expiryAge).toBe(10);
    });
    await browser.visit((session) => {
      expect(session.expiryAge).toBe(10);
      session.setExpiry(null);
      expect(session.expiryAge).toBe(14 * day);
    });
    clock.now += 60_000;
    expect((await browser.visit((session) => session.has("x"))).value).toBe(true);
  });

  for (const [persistent, answers] of [
    [true, { 10: false, 0: true, null: false }],
    [false, { 10: false, 0: true, null: true }],
  ] as const) {
    behaves(
      `django 31: with cookie.persistent ${persistent}, the cookie ends with the browser ${
        persistent ? "for an expiry of 0 only" : "but for an expiry in seconds"
      }`,
      async ({ stranger }) => {
        for (const [expiry, closes] of Object.entries(answers)) {
          const { setCookie } = await stranger().visit((session) => {
            session.set("x", 1);
            session.setExpiry(JSON.parse(expiry));
            expect(session.expiresAtBrowserClose, `setExpiry(${expiry})`).toBe(closes);
          });
          expect(maxAge(setCookie) === undefined, `the cookie after setExpiry(${expiry})`).toBe(closes);
        }
      },
      { cookie: { persistent } },
    );
  }

  behaves("django 32: a session saved with a Date in the past is gone at once", async (site) => {
    const { browser, clock, place } = site;
    const { value: id } = await browser.visit(async (session) => {
      session.set("x", 1);
      session.setExpiry(new Date(clock.now - 10_000));
      expect(session.expiryAge).toBe(-10);
      await session.save();
      return session.id ?? "";
    });
    expect(await place.read(id)).toBeUndefined();
    expect((await browser.visit((session) => session.has("x"))).value).toBe(false);
  });

  behaves(
    "django 32: a negative number, NaN, an invalid Date and other types are refused",
    async ({ browser }) => {
      await browser.visit((session) => {
        for (const wrong of [
          -10,
          Number.NaN,
          Number.POSITIVE_INFINITY,
          new Date(Number.NaN),
          true,
          "10",
          undefined,
        ]) {
          expect(() => session.setExpiry(wrong as never), String(wrong)).toThrow(TypeError);
        }
        expect([session.accessed, session.modified]).toEqual([false, false]);
      });
    },
  );

  behaves(
    "django 44: a manager with an idle lifetime of its own uses it for the default, for 0 and for null",
    async (site) => {
      const ages = (
        await site.browser.visit((session) => {
          session.set("x", 1);
          const asCreated = session.expiryAge;
          session.setExpiry(0);
          const untilClosed = session.expiryAge;
          session.setExpiry(10);
          session.setExpiry(null);
          return [asCreated, untilClosed, session.expiryAge];
        })
      ).value;
      expect(ages).toEqual([600, 600, 600]);
    },
    { idle: "10m" },
  );

  behaves(
    "django 44: a changed option reaches sessions that are there, from their next save",
    async (site) => {
      await site.browser.visit((session) => session.set("x", 1));
      const { sessions, clock } = site.restarted({ idle: 600 });
      const browser = site.browser.copy(sessions);
      await browser.visit((session) => session.set("x", 2));
      clock.now += 601_000;
      expect((await browser.visit((session) => session.has("x"))).value).toBe(false);
    },
  );
});
