import { describe, expect, it } from "vitest";
import { day, hour } from "./fixtures/clock.ts";
import { createSite, createVisitedSite } from "./fixtures/site.ts";

const milliseconds = (seconds: number) => seconds * 1000;

describe("how long a session lives", () => {
  it("is 14 days by default, and reported as it would be saved now", async () => {
    const { session } = await createSite().browser().open();
    expect(session.expiryAge).toBe(14 * day);
    session.setExpiry(10);
    expect(session.expiryAge).toBe(10);
    session.setExpiry(0);
    expect(session.expiryAge).toBe(14 * day);
  });

  it("is so many seconds after its last use with setExpiry(seconds)", async () => {
    const { ada, clock } = await createVisitedSite();
    await ada.visit((session) => session.setExpiry(100));
    for (let use = 0; use < 5; use++) {
      clock.advance(99);
      expect(await ada.data()).toEqual({ name: "ada" });
    }
    clock.advance(100);
    expect(await ada.data()).toEqual({});
  });

  it("ends at a Date, whatever happens", async () => {
    const { ada, clock } = await createVisitedSite();
    const end = clock() + milliseconds(hour);
    await ada.visit((session) => {
      session.setExpiry(new Date(end));
      expect(session.expiryDate.getTime()).toBe(end);
      expect(session.expiryAge).toBe(hour);
    });
    clock.advance(hour - 1);
    await ada.visit((session) => {
      session.set("busy", true);
      expect(session.expiryAge).toBe(1);
    });
    expect((await ada.open()).session.expiresAt).toBe(end);
    clock.advance(1);
    expect(await ada.data()).toEqual({});
  });

  it("has ended where the Date is in the past", async () => {
    const { ada, clock, store } = await createVisitedSite();
    const { id = "" } = (await ada.open()).session;
    await ada.visit((session) => {
      session.setExpiry(new Date(clock() - milliseconds(10)));
      expect(session.expiryAge).toBe(-10);
    });
    expect(ada.jar.header()).toBeUndefined();
    expect(store.read(id, clock())).toBeUndefined();
  });

  it("is the default again with setExpiry(null), however often", async () => {
    const { ada } = await createVisitedSite();
    for (let round = 0; round < 2; round++) {
      await ada.visit((session) => session.setExpiry(10));
      expect((await ada.open()).session.expiryAge).toBe(10);
      await ada.visit((session) => session.setExpiry(null));
      expect((await ada.open()).session.expiryAge).toBe(14 * day);
    }
  });

  it("keeps parts of a second", async () => {
    const { ada, clock } = await createVisitedSite();
    await ada.visit((session) => session.setExpiry(1.5));
    clock.advance(1.499);
    expect(await ada.copy().data()).toEqual({ name: "ada" });
    expect((await ada.open()).session.expiryAge).toBe(1);
  });

  it("never passes the absolute end", async () => {
    const { ada, clock } = await createVisitedSite({ absolute: "1d", idle: "1d" });
    clock.advance(hour);
    await ada.visit((session) => {
      session.setExpiry(100 * day);
      expect(session.expiryAge).toBe(23 * hour);
      session.setExpiry(new Date(clock() + milliseconds(100 * day)));
      expect(session.expiryAge).toBe(23 * hour);
    });
    expect((await ada.open()).session.expiresAt).toBe(clock() + milliseconds(23 * hour));
  });

  it("follows the option `idle` where it was never set", async () => {
    const { ada, store, clock } = await createVisitedSite();
    const shorter = createSite({ store, clock, idle: "1h" });
    const session = await shorter.sessions.open({ cookies: ada.jar.header(), secure: false, request: {} });
    session.set("theme", "dark");
    await shorter.sessions.commit(session, { status: 200 });
    expect(session.expiresAt).toBe(clock() + milliseconds(hour));
  });
});

describe("the absolute lifetime", () => {
  it("is 30 days from the creation by default, and no use moves its end", async () => {
    const { ada, clock } = await createVisitedSite();
    const end = clock() + milliseconds(30 * day);
    for (let passed = 0; passed < 29; passed++) {
      clock.advance(day);
      await ada.visit((session) => session.set("day", passed));
      expect((await ada.open()).session.absoluteExpiresAt).toBe(end);
    }
    clock.advance(day);
    expect(await ada.data()).toEqual({});
  });

  it("is longer for one session with setAbsolute", async () => {
    const { ada, clock } = await createVisitedSite({ idle: "12h", absolute: "12h" });
    await ada.visit((session) => {
      session.setAbsolute(90 * day);
      session.setExpiry(30 * day);
      expect(session.expiryAge).toBe(30 * day);
    });
    clock.advance(29 * day);
    expect(await ada.data()).toEqual({ name: "ada" });
    expect((await ada.open()).session.absoluteExpiresAt).toBe(clock() + milliseconds(61 * day));
  });

  it("begins anew with a login that was not saved yet, as far as the session reports", async () => {
    const { ada, clock } = await createVisitedSite({ absolute: "1d", idle: "1d" });
    clock.advance(hour);
    const { session } = await ada.open();
    expect(session.expiryAge).toBe(23 * hour);
    session.owner = "ada";
    expect(session.expiryAge).toBe(24 * hour);
    expect(session.absoluteExpiresAt).toBe(clock() + milliseconds(23 * hour));
  });
});

describe("what is stored now", () => {
  it("is unknown before the first save", async () => {
    const { session } = await createSite().browser().open();
    session.set("name", "ada");
    expect(session.createdAt).toBeUndefined();
    expect(session.lastSeenAt).toBeUndefined();
    expect(session.expiresAt).toBeUndefined();
    expect(session.absoluteExpiresAt).toBeUndefined();
  });

  it("says when the session was created, last seen, and when it will end", async () => {
    const { ada, clock } = await createVisitedSite();
    const created = clock();
    clock.advance(day);
    const touched = clock();
    await ada.visit((session) => session.get("name"));
    clock.advance(hour);
    const { session } = await ada.open();
    expect(session.createdAt).toBe(created);
    expect(session.lastSeenAt).toBe(touched);
    expect(session.expiresAt).toBe(touched + milliseconds(14 * day));
    session.setExpiry(10);
    expect(session.expiresAt).toBe(touched + milliseconds(14 * day));
    await session.save();
    expect(session.lastSeenAt).toBe(clock());
    expect(session.expiresAt).toBe(clock() + milliseconds(10));
  });

  it("says when it was last saved where its end is a Date", async () => {
    const { ada, clock } = await createVisitedSite();
    await ada.visit((session) => session.setExpiry(new Date(clock() + milliseconds(day))));
    const saved = clock();
    clock.advance(hour);
    expect((await ada.open()).session.lastSeenAt).toBe(saved);
  });
});

describe("presets", () => {
  it.each([
    ["aal1", 30 * day, 30 * day],
    ["aal2", hour, day],
    ["aal3", 15 * 60, 12 * hour],
  ] as const)("set both lifetimes as NIST SP 800-63B-4 does: %s", async (absolute, idle, whole) => {
    const { ada, clock } = await createVisitedSite({ absolute });
    const { session } = await ada.open();
    expect(session.expiresAt).toBe(clock() + milliseconds(idle));
    expect(session.absoluteExpiresAt).toBe(clock() + milliseconds(whole));
  });

  it("may be made stricter", async () => {
    const { ada, clock } = await createVisitedSite({ absolute: "aal2", idle: "30m" });
    expect((await ada.open()).session.expiresAt).toBe(clock() + milliseconds(hour / 2));
  });
});
