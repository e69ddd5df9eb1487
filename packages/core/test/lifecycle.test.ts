import { describe, expect, it } from "vitest";
import { type Handler, untouched, used } from "./fixtures/browser.ts";
import { day, minute } from "./fixtures/clock.ts";
import { type Anything, createSite, createVisitedSite } from "./fixtures/site.ts";

// The commit table, rows 1 to 5: those that write nothing into the record that the request came with.

describe("row 1: flushed, nothing written since", () => {
  it("removes the record at once and deletes the cookie with the response", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    store.takeCalls();
    await page.session.flush();
    expect(store.takeCalls()).toEqual(["remove"]);
    const answer = await page.end();
    expect(store.takeCalls()).toEqual([]);
    expect(answer).toMatchObject({ deletes: true, vary: true, cacheControl: "no-store" });
    expect(ada.jar.header()).toBeUndefined();
  });

  it.each([200, 304, 404, 500, 503])("deletes the cookie with status %i", async (status) => {
    const { ada } = await createVisitedSite();
    const answer = await ada.visit((session) => session.flush(), { status });
    expect(answer.deletes).toBe(true);
  });

  it("sends no cookie where none had come", async () => {
    const answer = await createSite()
      .browser()
      .visit((session) => session.flush());
    expect(answer).toEqual(used);
  });

  it("starts another session with what is written since, in one cookie", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    const { id } = page.session;
    await page.session.flush();
    page.session.set("name", "bob");
    store.takeCalls();
    await page.end();
    expect(store.takeCalls()).toEqual(["write"]);
    expect(await ada.data()).toEqual({ name: "bob" });
    const next = await ada.open();
    expect(next.session.id).not.toBe(id);
  });

  it("deletes the cookie with status 500, whatever is written since", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    await page.session.flush();
    page.session.set("name", "bob");
    store.takeCalls();
    expect((await page.end({ status: 500 })).deletes).toBe(true);
    expect(store.takeCalls()).toEqual([]);
  });
});

describe("row 2: status of 500 or more", () => {
  const changes: readonly (readonly [string, Handler<Anything>])[] = [
    ["a change", (session) => session.set("name", "bob")],
    ["a rotation", (session) => session.rotate()],
    ["a login", (session) => (session.owner = "bob")],
    ["a lifetime", (session) => session.setExpiry(0)],
  ];

  it.each(changes)("saves nothing of %s and sends no cookie", async (_name, change) => {
    const { ada, store } = await createVisitedSite();
    for (const status of [500, 503]) {
      expect(await ada.visit(change, { status })).toEqual(used);
      expect(store.takeCalls()).toEqual(["read"]);
    }
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it("starts no session", async () => {
    const { browser, store } = createSite();
    const answer = await browser().visit((session) => session.set("name", "ada"), { status: 500 });
    expect(answer).toEqual(used);
    expect(store.takeCalls()).toEqual([]);
  });

  it("moves no deadline", async () => {
    const { ada, clock, store } = await createVisitedSite();
    clock.advance(day);
    await ada.visit((session) => session.get("name"), { status: 500 });
    expect(store.takeCalls()).toEqual(["read"]);
  });

  it.each(changes)("saves %s with saveOnError", async (_name, change) => {
    const { ada, store } = await createVisitedSite({ saveOnError: true });
    await ada.visit(change, { status: 500 });
    expect(store.takeCalls()).toEqual(["read", "write"]);
  });

  it("saves with 499 as with 200", async () => {
    const { ada } = await createVisitedSite();
    await ada.visit((session) => session.set("name", "bob"), { status: 499 });
    expect(await ada.data()).toEqual({ name: "bob" });
  });
});

describe("row 3: came by a secret retired less than a minute ago", () => {
  /** A browser that still sends the secret from before a rotation, so many seconds after it. */
  async function late(seconds: number) {
    const site = await createVisitedSite();
    const thief = site.ada.copy();
    await site.ada.visit((session) => session.rotate());
    site.clock.advance(seconds);
    site.told.length = 0;
    site.store.takeCalls();
    return { ...site, thief };
  }

  it("drops what is written, tells it, and sends no cookie", async () => {
    const { thief, events, store, ada } = await late(59);
    expect(await thief.visit((session) => session.set("name", "eve"))).toEqual(used);
    expect(store.takeCalls()).toEqual(["read"]);
    expect(events("gone")).toEqual([{ event: "gone", reason: "retired" }]);
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it("reads as nobody", async () => {
    const { thief } = await late(59);
    expect(await thief.data()).toEqual({});
  });

  it("starts a session of its own with a login, and sends that cookie", async () => {
    const { thief, ada, store } = await late(59);
    const answer = await thief.visit((session) => {
      session.owner = "eve";
    });
    expect(answer.cookie).toContain("sid=");
    expect(store.takeCalls().at(-1)).toBe("write");
    const [hers, his] = [await thief.open(), await ada.open()];
    expect(hers.session.owner).toBe("eve");
    expect(his.session.owner).toBeUndefined();
    expect(hers.session.id).not.toBe(his.session.id);
  });
});

describe("row 4: came by an unknown or longer retired secret", () => {
  it("starts another session after a minute, with a cookie", async () => {
    const site = await createVisitedSite();
    const old = site.ada.copy();
    await site.ada.visit((session) => session.rotate());
    site.clock.advance(minute);
    const answer = await old.visit((session) => session.set("name", "bob"));
    expect(answer.cookie).toBeDefined();
    expect(site.events("gone")).toEqual([]);
    expect(await old.data()).toEqual({ name: "bob" });
    expect(await site.ada.data()).toEqual({ name: "ada" });
  });

  it("starts another session where the record has gone, never under the old ID", async () => {
    const { ada, clock } = await createVisitedSite();
    const before = (await ada.open()).session.id;
    clock.advance(15 * day);
    await ada.visit((session) => session.set("name", "bob"));
    const page = await ada.open();
    expect(page.session.id).toMatch(/^[\w-]{22}$/);
    expect(page.session.id).not.toBe(before);
  });

  it("deletes no cookie: that could hit a newer one", async () => {
    const { ada, clock } = await createVisitedSite();
    clock.advance(15 * day);
    expect(await ada.visit((session) => session.get("name"))).toEqual(used);
    expect(await ada.visit()).toEqual(untouched);
    expect(ada.jar.header()).toBeDefined();
  });
});

describe("row 5: no data and no record", () => {
  it.each<[string, Handler<Anything>]>([
    ["reads", (session) => session.get("name")],
    ["clears", (session) => session.clear()],
    [
      "sets and deletes",
      (session) => {
        session.set("a", 1);
        session.delete("a");
      },
    ],
    ["marks itself modified", (session) => (session.modified = true)],
    ["rotates", (session) => session.rotate()],
    ["takes a lifetime", (session) => session.setExpiry(10)],
    ["saves", (session) => session.save()],
  ])("leaves store and browser alone when it %s", async (_name, handler) => {
    const { browser, store } = createSite();
    expect(await browser().visit(handler)).toEqual(used);
    expect(store.takeCalls()).toEqual([]);
  });

  it("leaves the response alone when nothing touches it", async () => {
    const { browser, store } = createSite();
    expect(await browser().visit()).toEqual(untouched);
    expect(store.takeCalls()).toEqual([]);
  });
});
