import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryStore } from "../src/index.ts";
import { day, hour } from "./fixtures/clock.ts";
import { createSite, createVisitedSite } from "./fixtures/site.ts";

describe("touch()", () => {
  it("moves the deadline now, due or not, and nothing else", async () => {
    const { ada, clock, store, events } = await createVisitedSite();
    clock.advance(1);
    const page = await ada.open();
    store.takeCalls();
    await page.session.touch();
    expect(store.takeCalls()).toEqual(["touch"]);
    expect(page.session.expiresAt).toBe(clock() + 14 * day * 1000);
    await page.end();
    expect(store.takeCalls()).toEqual([]);
    expect(events("touched")).toMatchObject([{ id: page.session.id, expiresAt: clock() + 14 * day * 1000 }]);
  });

  it("never shortens, not even where the clock of this machine is behind", async () => {
    const { ada, clock } = await createVisitedSite();
    const { session } = await ada.open();
    const before = session.expiresAt;
    clock.advance(-60);
    await session.touch();
    expect(session.expiresAt).toBe(before);
    expect((await ada.open()).session.expiresAt).toBe(before);
  });

  it("does nothing on a session that does not exist", async () => {
    const { browser, store } = createSite();
    const { session } = await browser().open();
    await session.touch();
    expect(store.takeCalls()).toEqual([]);
  });

  it("never moves a Date", async () => {
    const { ada, clock } = await createVisitedSite();
    const end = clock() + hour * 1000;
    await ada.visit((session) => session.setExpiry(new Date(end)));
    clock.advance(60);
    await ada.visit((session) => session.touch());
    expect((await ada.open()).session.expiresAt).toBe(end);
  });

  it("rejects with ERR_SESS_GONE where the record has vanished, and brings nothing back", async () => {
    const { ada, store } = await createVisitedSite();
    const { session } = await ada.open();
    await ada.visit((other) => other.flush());
    await expect(session.touch()).rejects.toMatchObject({
      code: "ERR_SESS_GONE",
      message: expect.stringContaining("flushed, revoked or has expired"),
    });
    expect(store.read(session.id ?? "", 0)).toBeUndefined();
  });

  it("is content where another request has saved the session meanwhile", async () => {
    const { ada, clock } = await createVisitedSite();
    const { session } = await ada.open();
    clock.advance(day);
    await ada.visit((other) => other.set("theme", "dark"));
    await session.touch();
    expect((await ada.open()).session.expiresAt).toBe(clock() + 14 * day * 1000);
  });

  it("works on a store that has no touch", async () => {
    const { touch: _none, ...store } = memoryStore();
    const { ada, clock } = await createVisitedSite({ store });
    clock.advance(hour);
    const { session } = await ada.open();
    await session.touch();
    expect((await ada.open()).session.expiresAt).toBe(clock() + 14 * day * 1000);
    await ada.visit((other) => other.flush());
    await expect(session.touch()).rejects.toMatchObject({ code: "ERR_SESS_GONE" });
  });
});

describe("touches by themselves", () => {
  it("are due by the session's own idle lifetime", async () => {
    const { ada, clock, store } = await createVisitedSite();
    await ada.visit((session) => session.setExpiry(100));
    store.takeCalls();
    clock.advance(4.999);
    await ada.data();
    expect(store.takeCalls()).toEqual(["read"]);
    clock.advance(0.001);
    await ada.data();
    expect(store.takeCalls()).toEqual(["read", "touch"]);
  });

  it("are due by touchAfter", async () => {
    const { ada, clock, store } = await createVisitedSite({ touchAfter: "10m" });
    clock.advance(599);
    await ada.data();
    expect(store.takeCalls()).toEqual(["read"]);
    clock.advance(1);
    await ada.data();
    expect(store.takeCalls()).toEqual(["read", "touch"]);
  });

  it("happen once a request, however often it commits", async () => {
    const { ada, clock, store } = await createVisitedSite({ touchAfter: 0 });
    clock.advance(1);
    const page = await ada.open();
    page.session.get("name");
    store.takeCalls();
    await page.end();
    clock.advance(1);
    await page.end({ headersSent: true });
    expect(store.takeCalls()).toEqual(["touch"]);
  });

  it("say nothing where the session has changed or gone meanwhile", async () => {
    const { ada, clock, events } = await createVisitedSite();
    clock.advance(day);
    const [changed, gone] = [await ada.open(), await ada.open()];
    await ada.visit((session) => session.set("theme", "dark"));
    changed.session.get("name");
    await changed.end();
    await ada.visit((session) => session.flush());
    gone.session.get("name");
    await gone.end();
    expect(events("touched")).toEqual([]);
    expect(events("gone")).toEqual([]);
  });
});

const times = fc.array(
  fc.record({
    wait: fc.integer({ min: 0, max: 3 * day }),
    what: fc.constantFrom("read", "touch", "idle", "forever", "untouched"),
  }),
  { maxLength: 20 },
);

describe("whatever happens, a touch", () => {
  it("never moves the deadline beyond the absolute end, and never back", async () => {
    const property = fc.asyncProperty(
      times,
      fc.constantFrom(undefined, 0, 60, hour),
      fc.constantFrom(hour, day, 10 * day),
      async (steps, touchAfter, idle) => {
        const options = { idle, absolute: 10 * day, ...(touchAfter !== undefined && { touchAfter }) };
        const usable = touchAfter === undefined || touchAfter < idle ? options : { idle, absolute: 10 * day };
        const { ada, clock } = await createVisitedSite(usable);
        const end = clock() + 10 * day * 1000;
        for (const { wait, what } of steps) {
          clock.advance(wait);
          const page = await ada.open();
          const { id, expiresAt: before = 0 } = page.session;
          if (id === undefined) return;
          if (what === "touch") await page.session.touch();
          if (what === "idle") page.session.setExpiry(idle / 2);
          if (what === "forever") page.session.setExpiry(1000 * day);
          await page.end();
          const after = (await ada.open()).session.expiresAt ?? 0;
          expect(after).toBeLessThanOrEqual(end);
          if (what !== "idle") expect(after).toBeGreaterThanOrEqual(before);
        }
      },
    );
    await fc.assert(property, { numRuns: 500 });
  });
});
