import { describe, expect, it } from "vitest";
import { memoryStore, type SessionStore } from "../src/index.ts";
import { minute } from "./fixtures/clock.ts";
import { rig, unheard } from "./fixtures/rigged-store.ts";
import { createSite } from "./fixtures/site.ts";

/** A store of three functions: what core asks at least. */
function touchless(): SessionStore {
  const { abilities, read, write, remove } = memoryStore();
  return { abilities: { ...abilities, owners: false }, read, write, remove };
}

describe("a store without touch", () => {
  it("has its record written with the later deadline, and with nothing else", async () => {
    const site = createSite({ store: rig(touchless()), idle: 20 * minute });
    const browser = site.browser();
    await browser.visit((session) => session.set("n", 1));
    site.clock.advance(minute);
    site.store.takeCalls();
    await browser.visit((session) => session.get("n"));
    expect(site.store.takeCalls()).toEqual(["read", "write"]);
    expect(site.events("touched")).toHaveLength(1);
    expect(site.events("saved")).toEqual([]);
    site.clock.advance(20 * minute - 1);
    expect(await browser.data()).toEqual({ n: 1 });
  });

  it("is not given unsaved changes by touch()", async () => {
    const site = createSite({ store: rig(touchless()) });
    const browser = site.browser();
    await browser.visit((session) => session.set("n", 1));
    const page = await browser.open();
    page.session.set("n", 2);
    await page.session.touch();
    expect(await browser.data()).toEqual({ n: 1 });
    await page.end();
    expect(await browser.data()).toEqual({ n: 2 });
  });

  it("keeps a rotation that touch() came before", async () => {
    const site = createSite({ store: rig(touchless()) });
    const browser = site.browser();
    await browser.visit((session) => session.set("n", 1));
    const thief = browser.copy();
    await browser.visit(async (session) => {
      session.rotate();
      await session.touch();
    });
    expect([await browser.data(), await thief.data()]).toEqual([{ n: 1 }, {}]);
  });

  it("learns of a login with the new secret only, though touch() came before", async () => {
    const site = createSite({ store: rig(touchless()) });
    const browser = site.browser();
    await browser.visit((session) => session.set("n", 1));
    const thief = browser.copy();
    await browser.visit(async (session) => {
      session.owner = "ada";
      await session.touch();
      expect((await thief.open()).session.owner).toBeUndefined();
    });
    expect((await browser.open()).session.owner).toBe("ada");
    expect((await thief.open()).session.owner).toBeUndefined();
  });

  it("loses no change to a touch whose reply was lost", async () => {
    const site = createSite({ store: rig(touchless()) });
    const browser = site.browser();
    await browser.visit((session) => session.set("n", 1));
    const page = await browser.open();
    page.session.set("m", 2);
    site.store.next("write", unheard);
    await expect(page.session.touch()).rejects.toMatchObject({ code: "ERR_SESS_STORE_FAILED" });
    await page.end();
    expect(await browser.data()).toEqual({ n: 1, m: 2 });
  });

  it("is touched by nobody where the record has changed meanwhile", async () => {
    const site = createSite({ store: rig(touchless()), idle: 20 * minute });
    const browser = site.browser();
    await browser.visit((session) => session.set("n", 1));
    site.clock.advance(minute);
    const slow = await browser.open();
    slow.session.get("n");
    await browser.visit((session) => session.set("n", 2));
    await slow.end();
    expect(await browser.data()).toEqual({ n: 2 });
    await expect(slow.session.touch()).resolves.toBeUndefined();
  });
});
