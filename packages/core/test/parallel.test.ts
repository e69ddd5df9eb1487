import { describe, expect, it } from "vitest";
import { memoryStore } from "../src/index.ts";
import { down, refused, rig, slowly } from "./fixtures/rigged-store.ts";
import { createSite } from "./fixtures/site.ts";

const parallel = 200;

describe(`${parallel} requests of one session in parallel`, () => {
  it.each([
    ["a synchronous store", () => rig(memoryStore())],
    ["an asynchronous store", () => rig(memoryStore(), slowly)],
  ])("lose nothing, and cost about as many writes (%s)", async (_name, store) => {
    const site = createSite({ store: store() });
    const browser = site.browser();
    await browser.visit((session) => session.set("count", 0));
    const pages = await Promise.all(Array.from({ length: parallel }, () => browser.open()));
    site.store.takeCalls();
    await Promise.all(
      pages.map(async ({ session, end }, index) => {
        session.set(`key${index}`, index);
        session.update("count", (count) => Number(count) + 1);
        await end();
      }),
    );
    const writes = site.store.takeCalls().filter((call) => call === "write");
    const data = await browser.data();
    expect(data.count).toBe(parallel);
    expect(Object.keys(data)).toHaveLength(parallel + 1);
    expect(writes.length).toBeLessThanOrEqual(1.2 * parallel + 1);
  });

  it("leave nothing behind where a flush runs among them", async () => {
    const memory = memoryStore();
    const { browser, events } = createSite({ store: rig(memory, slowly) });
    const ada = browser();
    await ada.visit((session) => session.set("count", 0));
    const pages = await Promise.all(Array.from({ length: parallel }, () => ada.open()));
    await Promise.all(
      pages.map(async ({ session, end }, index) => {
        session.set(`key${index}`, index);
        if (index === parallel / 2) await session.flush();
        await end();
      }),
    );
    expect(memory.size).toBe(0);
    expect(events("gone").length).toBeGreaterThan(0);
  });
});

describe("saves that queue", () => {
  /** Two requests that have to merge, and the store they do it on. */
  async function queueing() {
    const site = createSite();
    const browser = site.browser();
    await browser.visit((session) => session.set("count", 0));
    const pages = await Promise.all([browser.open(), browser.open(), browser.open()]);
    for (const [index, { session }] of pages.entries()) session.set(`key${index}`, true);
    const [first, second, third] = pages as [(typeof pages)[0], (typeof pages)[0], (typeof pages)[0]];
    await first.end();
    return { ...site, browser, second, third };
  }

  it("go on behind one that has failed", async () => {
    const { browser, store, second, third } = await queueing();
    store.next("write", refused);
    store.next("write", refused);
    store.next("write", down);
    const ends = await Promise.allSettled([second.end(), third.end()]);
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(Object.keys(await browser.data())).toHaveLength(3);
  });

  it("give up on a store that refuses a hundred times, with ERR_SESS_STORE_FAILED", async () => {
    const { store, second, browser } = await queueing();
    for (let write = 0; write < 150; write++) store.next("write", refused);
    await expect(second.end()).rejects.toMatchObject({
      code: "ERR_SESS_STORE_FAILED",
      message: expect.stringContaining("refused 100 writes"),
    });
    expect(await browser.data()).toEqual({ count: 0, key0: true });
  });
});
