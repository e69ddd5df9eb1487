import { describe, expect, it } from "vitest";
import { memoryStore } from "../src/index.ts";
import { denied, unheard } from "./fixtures/rigged-store.ts";
import { createSite, createVisitedSite, elsewhere } from "./fixtures/site.ts";

const count = (current: unknown) => Number(current ?? 0) + 1;
const failed = { code: "ERR_SESS_STORE_FAILED" };

describe("a write that was done though its reply says no", () => {
  it("is found by its version, and counts once", async () => {
    const { ada, store, events } = await createVisitedSite();
    const page = await ada.open();
    page.session.update("visits", count);
    store.next("write", denied);
    store.takeCalls();
    await page.end();
    expect(store.takeCalls()).toEqual(["write", "read fresh"]);
    expect(await ada.data()).toEqual({ name: "ada", visits: 1 });
    expect(events("conflict")).toEqual([]);
  });

  it.each([1, 7])("is found below %i writes of other requests", async (others) => {
    const site = await createVisitedSite();
    const { ada, store } = site;
    const page = await ada.open();
    page.session.update("visits", count);
    store.next("write", async (call) => {
      await call();
      const other = elsewhere(site, ada);
      for (let visit = 0; visit < others; visit++) {
        await other.visit((session) => session.update("visits", count));
      }
      return false;
    });
    await page.end();
    expect(await ada.data()).toMatchObject({ name: "ada", visits: 1 + others });
  });

  it("inserts a new session once", async () => {
    const memory = memoryStore();
    const { browser, store } = createSite({ store: memory });
    const ada = browser();
    store.next("write", denied);
    await ada.visit((session) => session.set("name", "ada"));
    expect(memory.size).toBe(1);
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it("rotates once, and sends that cookie", async () => {
    const { ada, store } = await createVisitedSite();
    store.next("write", denied);
    const answer = await ada.visit((session) => session.rotate());
    expect(answer.cookie).toBeDefined();
    expect(ada.jar.get("sid")?.value.split(".")[2]).toBe("1");
    expect(await ada.data()).toEqual({ name: "ada" });
  });
});

describe("a write that was done though its reply was lost", () => {
  it("is a login whose cookie goes out, also of one who came by a retired secret", async () => {
    const { ada, store } = await createVisitedSite();
    const late = ada.copy();
    await ada.visit((session) => session.rotate());
    const page = await late.open();
    page.session.set("theme", "dark");
    await expect(page.session.save()).rejects.toMatchObject({ code: "ERR_SESS_GONE" });
    page.session.owner = "ada";
    store.next("write", unheard);
    await expect(page.session.save()).rejects.toMatchObject(failed);
    page.session.set("greeting", "hello");
    expect((await page.end()).cookie).toBeDefined();
    expect(await late.data()).toEqual({ theme: "dark", greeting: "hello" });
  });

  it("fails the save, and counts once when it is saved again", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    page.session.update("visits", count);
    store.next("write", unheard);
    await expect(page.session.save()).rejects.toMatchObject(failed);
    await page.session.save();
    await page.end();
    expect(await ada.data()).toEqual({ name: "ada", visits: 1 });
  });

  it("adds what was changed since to the next save", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    page.session.update("visits", count);
    page.session.flash("notice", "once");
    store.next("write", unheard);
    await expect(page.session.save()).rejects.toMatchObject(failed);
    page.session.update("visits", count);
    page.session.set("theme", "dark");
    await page.session.save();
    expect(page.session.toJSON()).toEqual({ name: "ada", visits: 2, theme: "dark" });
    await page.end();
    expect(await ada.data()).toEqual({ name: "ada", visits: 2, theme: "dark" });
    expect((await ada.open()).session.takeFlash("notice")).toEqual(["once"]);
  });

  it("counts once where another request has written on top of it", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    page.session.update("visits", count);
    store.next("write", unheard);
    await expect(page.session.save()).rejects.toMatchObject(failed);
    await ada.visit((session) => session.update("visits", count));
    await page.session.save();
    await page.end();
    expect(await ada.data()).toEqual({ name: "ada", visits: 2 });
  });

  it("leaves one record of a new session, whose cookie goes out in the end", async () => {
    const memory = memoryStore();
    const { browser, store } = createSite({ store: memory });
    const ada = browser();
    const page = await ada.open();
    page.session.set("name", "ada");
    store.next("write", unheard);
    await expect(page.session.save()).rejects.toMatchObject(failed);
    await page.session.save();
    expect((await page.end()).cookie).toBeDefined();
    expect(memory.size).toBe(1);
    expect(await ada.data()).toEqual({ name: "ada" });
  });

  it("leaves nothing where the session is flushed after it", async () => {
    const memory = memoryStore();
    const { browser, store } = createSite({ store: memory });
    const page = await browser().open();
    page.session.set("name", "ada");
    store.next("write", unheard);
    await expect(page.session.save()).rejects.toMatchObject(failed);
    await page.session.flush();
    await page.end();
    expect(memory.size).toBe(0);
  });

  it("sends the cookie of a login when that is saved again", async () => {
    const { ada, store, events } = await createVisitedSite();
    const page = await ada.open();
    page.session.owner = "ada";
    store.next("write", unheard);
    await expect(page.session.save()).rejects.toMatchObject(failed);
    await page.session.save();
    expect((await page.end()).cookie).toBeDefined();
    const { session } = await ada.open();
    expect(session.owner).toBe("ada");
    expect(ada.jar.get("sid")?.value.split(".")[2]).toBe("1");
    expect(events("error")).toHaveLength(1);
  });

  it("is gone where the session was logged in by another request since", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    page.session.update("visits", count);
    store.next("write", unheard);
    await expect(page.session.save()).rejects.toMatchObject(failed);
    await ada.visit((session) => (session.owner = "ada"));
    page.session.set("name", "eve");
    await expect(page.session.save()).rejects.toMatchObject({ code: "ERR_SESS_GONE" });
    expect(await ada.data()).toEqual({ name: "ada", visits: 1 });
  });

  it("is forgotten by a reload", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    page.session.update("visits", count);
    store.next("write", unheard);
    await expect(page.session.save()).rejects.toMatchObject(failed);
    await page.session.reload();
    expect(page.session.get("visits")).toBe(1);
    await page.end();
    expect(await ada.data()).toEqual({ name: "ada", visits: 1 });
  });
});

describe("a write that was not done", () => {
  it("is done by the next save where its failure left that open", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    page.session.update("visits", count);
    store.next("write", () => Promise.reject(new Error("The connection was lost")));
    await expect(page.session.save()).rejects.toMatchObject(failed);
    await ada.visit((session) => session.update("visits", count));
    await page.session.save();
    await page.end();
    expect(await ada.data()).toEqual({ name: "ada", visits: 2 });
  });

  it("is gone where the session was flushed meanwhile", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    page.session.set("a", 1);
    store.next("write", () => Promise.reject(new Error("The connection was lost")));
    await expect(page.session.save()).rejects.toMatchObject(failed);
    await ada.visit((session) => session.flush());
    await expect(page.session.save()).rejects.toMatchObject({ code: "ERR_SESS_GONE" });
    expect(store.read(page.session.id ?? "", 0)).toBeUndefined();
  });
});
