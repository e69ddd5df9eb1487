import { describe, expect, it } from "vitest";
import { memoryStore } from "../src/index.ts";
import { type Handler, used } from "./fixtures/browser.ts";
import { down } from "./fixtures/rigged-store.ts";
import { type Anything, createVisitedSite } from "./fixtures/site.ts";

const add = (by: number) => (current: unknown) => Number(current ?? 0) + by;

describe("a save that fails", () => {
  it("keeps what it was to save, for the next one", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    page.session.update("visits", add(1));
    page.session.flash("notice", "Hello");
    page.session.set("theme", "dark");
    store.next("write", down);
    await expect(page.session.save()).rejects.toMatchObject({ code: "ERR_SESS_STORE_FAILED" });
    expect(page.session.get("visits")).toBe(1);
    page.session.update("visits", add(1));
    page.session.delete("theme");
    await page.session.save();
    await page.end();
    expect(await ada.data()).toEqual({ name: "ada", visits: 2 });
    expect((await ada.open()).session.takeFlash("notice")).toEqual(["Hello"]);
  });

  it("keeps the order of what was asked before it and after it", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    page.session.assign({ a: 1, b: 1 });
    page.session.update("visits", add(1));
    store.next("write", () => Promise.reject(new Error("The connection was lost")));
    const saved = expect(page.session.save()).rejects.toMatchObject({ code: "ERR_SESS_STORE_FAILED" });
    page.session.clear();
    page.session.set("c", 1);
    page.session.update("visits", add(5));
    page.session.owner = "ada";
    page.session.setAbsolute(60);
    await saved;
    await ada.visit((session) => session.set("theirs", 1));
    await page.end();
    const next = await ada.open();
    expect(next.session.toJSON()).toEqual({ c: 1, visits: 5 });
    expect(next.session.owner).toBe("ada");
    expect(next.session.expiryAge).toBe(60);
  });

  it("fails the request in the commit, and the error page tries nothing again", async () => {
    for (const status of [500, 200]) {
      const { ada, store, events } = await createVisitedSite();
      const page = await ada.open();
      page.session.set("a", 1);
      store.next("write", down);
      await expect(page.end()).rejects.toMatchObject({ code: "ERR_SESS_STORE_FAILED", status: 503 });
      store.takeCalls();
      expect(await page.end({ status })).toEqual(used);
      expect(store.takeCalls()).toEqual([]);
      expect(events("error")).toHaveLength(1);
      expect(await ada.data()).toEqual({ name: "ada" });
    }
  });

  it.each<[string, Handler<Anything>, string]>([
    ["undefined", (session) => Object.assign(session.data, { bad: undefined }), '"bad"'],
    ["a Date inside", (session) => Object.assign(session.data, { bad: { at: new Date() } }), '"bad"'],
    ["a cycle", (session) => Object.assign(session.data, { bad: session.data }), '"bad"'],
    ["a BigInt", (session) => Object.assign(session.data, { bad: 1n }), '"bad"'],
  ])("names the key of what only the commit can find: %s", async (_name, handler, key) => {
    const { ada, store } = await createVisitedSite();
    await expect(ada.visit(handler)).rejects.toMatchObject({
      code: "ERR_SESS_DATA_UNSERIALIZABLE",
      message: expect.stringContaining(key),
    });
    expect(store.takeCalls()).toEqual(["read"]);
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it("names the biggest keys where the store cannot keep so much", async () => {
    const memory = memoryStore();
    const store = { ...memory, abilities: { ...memory.abilities, maxBytes: 1000 } };
    const { ada } = await createVisitedSite({ store });
    const tooMuch = ada.visit((session) =>
      session.assign({ tiny: 1, big: "x".repeat(400), biggest: "é".repeat(300), small: "y".repeat(20) }),
    );
    await expect(tooMuch).rejects.toMatchObject({
      code: "ERR_SESS_DATA_TOO_LARGE",
      message: expect.stringMatching(/at most 1000.*"big" \(about 410\), "biggest" \(about 314\), "small"/),
    });
    await ada.visit((session) => session.set("fits", "x".repeat(600)));
    expect((await ada.data()).fits).toHaveLength(600);
  });
});
