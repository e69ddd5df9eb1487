import { describe, expect, it } from "vitest";
import { memoryStore } from "../src/index.ts";
import { type Handler, untouched, used } from "./fixtures/browser.ts";
import { day, hour } from "./fixtures/clock.ts";
import { down } from "./fixtures/rigged-store.ts";
import { type Anything, createVisitedSite, type SiteOptions } from "./fixtures/site.ts";

// The commit table, rows 9 to 11: the handler has changed nothing.

describe("row 9: came by the current secret while a previous one waits", () => {
  it("writes the presentation though nothing touched the session, and leaves the response alone", async () => {
    const { ada, store, clock } = await createVisitedSite();
    const old = ada.copy();
    await ada.visit((session) => session.rotate({ grace: true }));
    clock.advance(hour);
    const page = await ada.open();
    expect(page.hooks).toBe(1);
    store.takeCalls();
    expect(await page.end()).toEqual(untouched);
    expect(store.takeCalls()).toEqual(["write"]);
    expect(await old.data()).toEqual({ name: "ada" });
    clock.advance(10);
    expect(await old.data()).toEqual({});
    store.takeCalls();
    await ada.visit();
    expect(store.takeCalls()).toEqual(["read"]);
  });

  /** A browser whose previous secret waits for the current one to be presented. */
  async function waiting(options?: SiteOptions<Anything>) {
    const site = await createVisitedSite(options);
    await site.ada.visit((session) => session.rotate({ grace: true }));
    site.told.length = 0;
    return site;
  }

  it("does not take along a page that left the session alone where the store fails", async () => {
    const { ada, store, events } = await waiting();
    for (const failing of [down, () => Promise.reject(new Error("The backend is down"))]) {
      store.next("write", failing);
      expect(await ada.visit()).toEqual(untouched);
    }
    expect(events("error")).toHaveLength(2);
  });

  it("is no change that could be dropped: a page that only reads is told nothing of a flush", async () => {
    const { ada, events } = await waiting({ onGone: "error", rotateEvery: 0.001 });
    const [idle, reading] = [await ada.open(), await ada.open()];
    expect(reading.session.get("name")).toBe("ada");
    await ada.visit((session) => session.flush());
    expect(await idle.end()).toEqual(untouched);
    expect(await reading.end()).toEqual(used);
    expect(events("gone")).toEqual([]);
  });
});

describe("row 10: unchanged, accessed, rolling, due", () => {
  const read: Handler<Anything> = (session) => session.get("name");

  it("touches when 5 % of the idle lifetime have gone, and sends no cookie", async () => {
    const { ada, clock, store, events } = await createVisitedSite();
    clock.advance(0.7 * day - 1);
    await ada.visit(read);
    expect(store.takeCalls()).toEqual(["read"]);
    clock.advance(1);
    expect(await ada.visit(read)).toEqual(used);
    expect(store.takeCalls()).toEqual(["read", "touch"]);
    expect(events("touched")).toMatchObject([{ expiresAt: clock() + 14 * day * 1000 }]);
  });

  it("touches at every use with touchAfter 0", async () => {
    const { ada, clock, store } = await createVisitedSite({ touchAfter: 0 });
    clock.advance(1);
    await ada.visit(read);
    expect(store.takeCalls()).toEqual(["read", "touch"]);
  });

  it("does not touch for a request that left the session alone", async () => {
    const { ada, clock, store } = await createVisitedSite();
    clock.advance(day);
    await ada.visit();
    expect(store.takeCalls()).toEqual(["read"]);
  });

  it("does not touch with status 304", async () => {
    const { ada, clock, store } = await createVisitedSite();
    clock.advance(day);
    await ada.visit(read, { status: 304 });
    expect(store.takeCalls()).toEqual(["read"]);
  });

  it("does not touch for reading where rolling is false; a save still moves the deadline", async () => {
    const { ada, clock, store, events } = await createVisitedSite({ rolling: false });
    clock.advance(day);
    await ada.visit(read);
    expect(store.takeCalls()).toEqual(["read"]);
    await ada.visit((session) => session.set("name", "bob"));
    const page = await ada.open();
    expect(page.session.expiresAt).toBe(clock() + 14 * day * 1000);
    expect(events("touched")).toEqual([]);
  });

  it("shortens nothing and lengthens nothing that another request has set meanwhile", async () => {
    const { ada, clock } = await createVisitedSite();
    clock.advance(day);
    const page = await ada.open();
    await ada.visit((session) => session.setExpiry(hour));
    page.session.get("name");
    await page.end();
    expect((await ada.open()).session.expiresAt).toBe(clock() + hour * 1000);
  });

  it("is no way back for a record that was removed meanwhile", async () => {
    const { ada, clock, store } = await createVisitedSite();
    clock.advance(day);
    const page = await ada.open();
    await ada.visit((session) => session.flush());
    page.session.get("name");
    await page.end();
    expect(store.read(page.session.id ?? "", 0)).toBeUndefined();
  });

  it("writes the record instead where the store cannot touch", async () => {
    const { touch: _none, ...store } = memoryStore();
    const { ada, clock, store: rigged } = await createVisitedSite({ store });
    clock.advance(day);
    await ada.visit(read);
    expect(rigged.takeCalls()).toEqual(["read", "write"]);
    expect((await ada.open()).session.expiresAt).toBe(clock() + 14 * day * 1000);
  });
});

describe("row 11: unchanged", () => {
  it("reads once and does nothing else", async () => {
    const { ada, store } = await createVisitedSite();
    expect(await ada.visit((session) => session.data)).toEqual(used);
    expect(store.takeCalls()).toEqual(["read"]);
  });
});
