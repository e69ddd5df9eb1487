import { describe, expect, it } from "vitest";
import { memoryStore } from "../src/index.ts";
import type { Browser, Page } from "./fixtures/browser.ts";
import { day, hour } from "./fixtures/clock.ts";
import { rig, slowly, turn } from "./fixtures/rigged-store.ts";
import { type Anything, createVisitedSite } from "./fixtures/site.ts";

const renew = { grace: true };
const grace = 10;

/** Whether the browser's cookie leads to ada's session. */
const isAda = async (browser: Browser<Anything>) => (await browser.open()).session.get("name") === "ada";

describe("a renewal", () => {
  it("keeps ID, data and owner, and both clocks", async () => {
    const { ada, clock } = await createVisitedSite();
    await ada.visit((session) => {
      session.owner = "ada";
    });
    const before = (await ada.open()).session;
    clock.advance(hour);
    await ada.visit((session) => session.rotate(renew));
    const { session } = await ada.open();
    expect(session.id).toBe(before.id);
    expect(session.owner).toBe("ada");
    expect(session.toJSON()).toEqual({ name: "ada" });
    expect(session.absoluteExpiresAt).toBe(before.absoluteExpiresAt);
    expect(session.createdAt).toBe(before.createdAt);
  });

  it("stays in its epoch", async () => {
    const { ada } = await createVisitedSite();
    await ada.visit((session) => session.rotate(renew));
    expect(ada.jar.get("sid")?.value.split(".")[2]).toBe("0");
  });

  it("leaves the old secret working until the grace after its successor's first presentation has passed", async () => {
    const { ada, clock } = await createVisitedSite();
    const old = ada.copy();
    await ada.visit((session) => session.rotate(renew));
    clock.advance(day);
    expect(await isAda(old)).toBe(true);
    await ada.visit();
    clock.advance(grace - 0.001);
    expect(await isAda(old)).toBe(true);
    clock.advance(0.001);
    expect(await isAda(old)).toBe(false);
    expect(await isAda(ada)).toBe(true);
  });

  it("gives the grace that rotateGrace says", async () => {
    const { ada, clock } = await createVisitedSite({ rotateGrace: "1m" });
    const old = ada.copy();
    await ada.visit((session) => session.rotate(renew));
    await ada.visit();
    clock.advance(59);
    expect(await isAda(old)).toBe(true);
    clock.advance(1);
    expect(await isAda(old)).toBe(false);
  });

  it("is satisfied in a request that came by a previous secret", async () => {
    const { ada, store, events } = await createVisitedSite();
    const old = ada.copy();
    await ada.visit((session) => session.rotate(renew));
    store.takeCalls();
    const answer = await old.visit((session) => session.rotate(renew));
    expect(answer.cookie).toBeUndefined();
    expect(store.takeCalls()).toEqual(["read"]);
    expect(events("rotated")).toHaveLength(1);
  });

  it("is satisfied where a parallel one came first, and its changes are kept", async () => {
    const { ada, events } = await createVisitedSite();
    const [first, second] = [await ada.open(), await ada.open()];
    first.session.rotate(renew);
    second.session.rotate(renew);
    second.session.set("theme", "dark");
    expect((await first.end()).cookie).toBeDefined();
    expect((await second.end()).cookie).toBeUndefined();
    expect(events("rotated")).toHaveLength(1);
    expect(await ada.data()).toEqual({ name: "ada", theme: "dark" });
  });

  it("is done by save(), too, and the cookie goes out with the response", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    page.session.rotate(renew);
    page.session.set("theme", "dark");
    store.takeCalls();
    await page.session.save();
    expect(store.takeCalls()).toEqual(["write"]);
    expect((await page.end()).cookie).toBeDefined();
    expect(await ada.data()).toEqual({ name: "ada", theme: "dark" });
  });
});

describe("a renewal whose response was lost", () => {
  /** A browser that never got the cookie of a renewal. */
  async function lost() {
    const site = await createVisitedSite();
    const page = await site.ada.open();
    page.session.rotate(renew);
    await page.lose();
    site.told.length = 0;
    return site;
  }

  it("leaves the browser logged in, however long it takes to come back", async () => {
    const { ada, clock } = await lost();
    clock.advance(13 * day);
    expect(await isAda(ada)).toBe(true);
  });

  it("is done again after the grace, with a cookie", async () => {
    const { ada, clock, events } = await lost();
    clock.advance(grace);
    expect((await ada.visit((session) => session.get("name"))).cookie).toBeUndefined();
    clock.advance(0.001);
    expect((await ada.visit((session) => session.get("name"))).cookie).toBeDefined();
    expect(events("rotated")).toMatchObject([{ reason: "renewal" }]);
    expect(await isAda(ada)).toBe(true);
  });

  it("keeps the cookie that was under way acceptable when it is done again", async () => {
    const { ada, clock } = await createVisitedSite();
    const page = await ada.open();
    page.session.rotate(renew);
    const late = ada.copy();
    late.jar.take((await page.lose()).cookie ?? "");
    clock.advance(hour);
    await ada.visit((session) => session.get("name"));
    expect(await isAda(late)).toBe(true);
    expect(await isAda(ada)).toBe(true);
  });

  it("leaves at most 8 previous secrets, the latest", async () => {
    const { ada, clock } = await createVisitedSite();
    const first = ada.copy();
    const browsers: Browser<Anything>[] = [first];
    for (let renewal = 1; renewal <= 9; renewal++) {
      // Every one comes by the oldest secret that still works, because no response ever arrives.
      const page = await (browsers[Math.max(0, renewal - 8)] as Browser<Anything>).open();
      page.session.rotate(renew);
      const next = ada.copy();
      next.jar.take((await page.lose()).cookie ?? "");
      browsers.push(next);
      clock.advance(grace + 1);
    }
    const works = await Promise.all(browsers.map(isAda));
    expect(works).toEqual([false, ...Array.from({ length: 9 }, () => true)]);
  });
});

describe("renewals in a chain", () => {
  it("end each old secret a grace after its own successor was presented", async () => {
    const { ada, clock } = await createVisitedSite();
    const olds: Browser<Anything>[] = [];
    for (let renewal = 0; renewal < 3; renewal++) {
      olds.push(ada.copy());
      await ada.visit((session) => session.rotate(renew));
      await ada.visit();
      clock.advance(4);
    }
    // Presented 12, 8 and 4 seconds ago.
    expect(await Promise.all(olds.map(isAda))).toEqual([false, true, true]);
    clock.advance(4);
    expect(await Promise.all(olds.map(isAda))).toEqual([false, false, true]);
  });
});

describe("20 parallel requests across a renewal", () => {
  it.each([false, true])("are all the same user (a renewal in every request: %s)", async (everywhere) => {
    const store = rig(memoryStore(), slowly);
    const { ada, clock } = await createVisitedSite({ store, rotateEvery: everywhere ? "1h" : "100d" });
    const names: unknown[] = [];
    for (let round = 0; round < 3; round++) {
      clock.advance(hour);
      const pages: Page<Anything>[] = await Promise.all(Array.from({ length: 20 }, () => ada.open()));
      await Promise.all(
        pages.map(async (page, index) => {
          for (let turns = 0; turns < (index * 7) % 20; turns++) await turn();
          names.push(page.session.get("name"));
          page.session.set(`page${index}`, round);
          if (index === 5) page.session.rotate(renew);
          await page.end();
          // The browser goes on with whatever cookie it has by now.
          names.push((await ada.open()).session.get("name"));
        }),
      );
      clock.advance(grace - 1);
    }
    expect(names).toHaveLength(120);
    expect(new Set(names)).toEqual(new Set(["ada"]));
    const data = await ada.data();
    expect(Object.keys(data)).toHaveLength(21);
    expect(data).toMatchObject({ page0: 2, page19: 2 });
  });
});
