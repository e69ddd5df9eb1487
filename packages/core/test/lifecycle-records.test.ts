import { describe, expect, it } from "vitest";
import { memoryStore, type SessionStore } from "../src/index.ts";
import { type Handler, used } from "./fixtures/browser.ts";
import { day, hour } from "./fixtures/clock.ts";
import { refused } from "./fixtures/rigged-store.ts";
import { type Anything, createSite, createVisitedSite } from "./fixtures/site.ts";

// The commit table, rows 6 to 8: those that write what the handler has changed.

describe("row 6: new, with data", () => {
  it.each<[string, Handler<Anything>]>([
    ["a key", (session) => session.set("name", "ada")],
    ["a flash value", (session) => session.flash("notice", "Hello")],
    ["an owner", (session) => (session.owner = "ada")],
  ])("inserts a record and sends a cookie for %s", async (_name, handler) => {
    const { browser, store, events } = createSite();
    const answer = await browser().visit(handler);
    expect(store.takeCalls()).toEqual(["write"]);
    expect(answer).toMatchObject({ deletes: false, vary: true, cacheControl: "no-store" });
    expect(answer.cookie).toMatch(/^sid=[\w.-]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(events("created")).toHaveLength(1);
  });

  it("draws again where the ID is taken", async () => {
    const memory = memoryStore();
    const keys: string[] = [];
    const write: SessionStore["write"] = (key, ...rest) => keys.push(key) > 1 && memory.write(key, ...rest);
    const { browser } = createSite({ store: { ...memory, write } });
    const ada = browser();
    await ada.visit((session) => session.set("name", "ada"));
    const { session } = await ada.open();
    expect(session.id).toBe(keys[1]);
    expect(keys[0]).not.toBe(keys[1]);
    expect(session.get("name")).toBe("ada");
  });

  it("gives up after three taken IDs, with ERR_SESS_ID_TAKEN", async () => {
    const { browser, store } = createSite();
    for (let draw = 0; draw < 3; draw++) store.next("write", refused);
    const visit = browser().visit((session) => session.set("name", "ada"));
    await expect(visit).rejects.toMatchObject({ code: "ERR_SESS_ID_TAKEN" });
  });
});

describe("row 7: rotated, renewed, logged in", () => {
  it.each<[string, string, Handler<Anything>]>([
    ["a rotation", "rotation", (session) => session.rotate()],
    ["a renewal", "renewal", (session) => session.rotate({ grace: true })],
    ["a login", "login", (session) => (session.owner = "ada")],
  ])("writes %s and sends a cookie with the new secret", async (_name, reason, handler) => {
    const { ada, store, events } = await createVisitedSite();
    const before = ada.jar.get("sid")?.value.split(".");
    await ada.visit(handler);
    expect(store.takeCalls()).toEqual(["read", "write"]);
    const after = ada.jar.get("sid")?.value.split(".");
    expect(after?.[0]).toBe(before?.[0]);
    expect(after?.[1]).not.toBe(before?.[1]);
    expect(events("rotated")).toMatchObject([{ reason }]);
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it("is no way back for a record that was removed meanwhile", async () => {
    const { ada, store, events } = await createVisitedSite();
    const page = await ada.open();
    await ada.visit((session) => session.flush());
    page.session.rotate();
    expect(await page.end()).toEqual(used);
    expect(events("gone")).toMatchObject([{ reason: "vanished" }]);
    expect(store.read(page.session.id ?? "", 0)).toBeUndefined();
  });

  it("renews by itself when the secret is older than rotateEvery", async () => {
    const { ada, clock, events } = await createVisitedSite({ rotateEvery: "1h" });
    clock.advance(hour - 1);
    expect((await ada.visit((session) => session.get("name"))).cookie).toBeUndefined();
    clock.advance(1);
    expect((await ada.visit((session) => session.get("name"))).cookie).toBeDefined();
    expect(events("rotated")).toMatchObject([{ reason: "renewal" }]);
  });
});

describe("row 8: changed", () => {
  it.each<[string, Handler<Anything>]>([
    ["a value", (session) => session.set("name", "bob")],
    ["a value inside", (session) => ((session.data as { name: string }).name = "bob")],
    ["a deletion", (session) => session.delete("name")],
    ["clear()", (session) => session.clear()],
    ["a flash value", (session) => session.flash("notice", "Hello")],
    ["modified = true", (session) => (session.modified = true)],
    ["an idle lifetime", (session) => session.setExpiry(10)],
  ])("writes %s and sends no cookie", async (_name, handler) => {
    const { ada, store, events } = await createVisitedSite();
    expect(await ada.visit(handler)).toEqual(used);
    expect(store.takeCalls()).toEqual(["read", "write"]);
    expect(events("saved")).toHaveLength(1);
  });

  it.each<[string, RegExp, Handler<Anything>]>([
    [
      "a date",
      /; Max-Age=3600;/,
      (session) =>
        session.setExpiry(new Date(session.expiryDate.getTime() - 13 * day * 1000 - 23 * hour * 1000)),
    ],
    ["an absolute lifetime", /; Max-Age=7776000;/, (session) => session.setAbsolute(90 * day)],
    ["browser close", /^sid=[^;]+; Path/, (session) => session.setExpiry(0)],
  ])("sends a cookie for %s", async (_name, expected, handler) => {
    const { ada, store } = await createVisitedSite();
    const answer = await ada.visit(handler);
    expect(store.takeCalls()).toEqual(["read", "write"]);
    expect(answer.cookie).toMatch(expected);
    expect((await ada.visit((session) => session.set("name", "bob"))).cookie).toBeUndefined();
  });
});

describe("row 8: changed, by a request that is late", () => {
  it("is no way back for a record that was removed meanwhile", async () => {
    const { ada, store, events } = await createVisitedSite();
    const page = await ada.open();
    await ada.visit((session) => session.flush());
    page.session.set("name", "bob");
    expect(await page.end()).toEqual(used);
    expect(events("gone")).toMatchObject([{ reason: "vanished" }]);
    expect(store.read(page.session.id ?? "", 0)).toBeUndefined();
  });

  it("writes nothing into what a rotation has closed to it", async () => {
    const { ada, events } = await createVisitedSite();
    const page = await ada.open();
    await ada.visit((session) => session.rotate());
    page.session.set("name", "eve");
    expect(await page.end()).toEqual(used);
    expect(events("gone")).toMatchObject([{ reason: "rotated" }]);
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it("fails the request with onGone error", async () => {
    const { ada } = await createVisitedSite({ onGone: "error" });
    const page = await ada.open();
    await ada.visit((session) => session.flush());
    page.session.set("name", "bob");
    await expect(page.end()).rejects.toMatchObject({ code: "ERR_SESS_GONE", status: 400 });
  });
});
