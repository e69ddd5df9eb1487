import { describe, expect, it } from "vitest";
import { memoryStore, type Session } from "../src/index.ts";
import { rig, slowly } from "./fixtures/rigged-store.ts";
import { type Anything, createSite, createVisitedSite } from "./fixtures/site.ts";

const add = (by: number) => (current: unknown) => Number(current ?? 0) + by;

describe("save()", () => {
  it("saves now, and the commit only what came after it", async () => {
    const { ada, store } = await createVisitedSite();
    const page = await ada.open();
    store.takeCalls();
    page.session.set("a", 1);
    await page.session.save();
    expect(store.takeCalls()).toEqual(["write"]);
    expect(await ada.data()).toEqual({ name: "ada", a: 1 });
    store.takeCalls();
    await page.end();
    expect(store.takeCalls()).toEqual([]);
  });

  it("writes nothing where nothing has changed", async () => {
    const { ada, store } = await createVisitedSite();
    await ada.visit((session) => session.save());
    expect(store.takeCalls()).toEqual(["read"]);
  });

  it("creates the session, whose ID is there afterwards", async () => {
    const { browser } = createSite();
    const ada = browser();
    const page = await ada.open();
    expect(page.session.id).toBeUndefined();
    page.session.set("name", "ada");
    await page.session.save();
    expect(page.session.id).toMatch(/^[\w-]{22}$/);
    expect(page.session.isNew).toBe(false);
    page.session.set("more", 1);
    await page.end();
    expect(await ada.data()).toEqual({ name: "ada", more: 1 });
  });

  it.each([
    ["a synchronous store", () => rig(memoryStore())],
    ["an asynchronous store", () => rig(memoryStore(), slowly)],
  ])("counts once where nobody awaits it and the commit follows (%s)", async (_name, store) => {
    const { ada } = await createVisitedSite({ store: store() });
    const page = await ada.open();
    page.session.update("visits", add(1));
    void page.session.save();
    void page.session.save();
    await page.end();
    expect(await ada.data()).toEqual({ name: "ada", visits: 1 });
  });

  it("keeps the data of the session in the handler's hands", async () => {
    const { ada } = await createVisitedSite();
    const { session } = await ada.open();
    const cart = ["apple"];
    session.set("cart", cart);
    await session.save();
    expect(session.get("cart")).toBe(cart);
    expect(session.toJSON()).toEqual({ name: "ada", cart: ["apple"] });
  });
});

describe("what the handler does while a save is under way", () => {
  /** A save whose write stands before the store, with `{ name: "ada", list: [1], visits: 1, more: true }` in it. */
  async function underWay() {
    const site = await createVisitedSite();
    await site.ada.visit((session) => session.assign({ list: [1], visits: 0 }));
    const page = await site.ada.open();
    page.session.update("visits", add(1));
    page.session.set("more", true);
    const gate = site.store.pause("write");
    const saved = page.session.save();
    await gate.reached;
    return { ...site, page, gate, saved };
  }

  const rows: readonly (readonly [string, (session: Session<Anything>) => void, Anything])[] = [
    [
      "another key",
      (session) => session.set("a", 1),
      { name: "ada", list: [1], visits: 1, more: true, a: 1 },
    ],
    ["the same key", (session) => session.set("more", 2), { name: "ada", list: [1], visits: 1, more: 2 }],
    ["a deletion", (session) => void session.delete("more"), { name: "ada", list: [1], visits: 1 }],
    [
      "an update",
      (session) => session.update("visits", add(10)),
      { name: "ada", list: [1], visits: 11, more: true },
    ],
    [
      "a change inside",
      (session) => void (session.get("list") as number[]).push(2),
      { name: "ada", list: [1, 2], visits: 1, more: true },
    ],
    ["clear()", (session) => session.clear(), {}],
  ];

  it.each(rows)("is saved by the commit: %s", async (_name, change, expected) => {
    const { ada, page, gate, saved } = await underWay();
    change(page.session);
    gate.open();
    await saved;
    expect(page.session.toJSON()).toEqual(expected);
    await page.end();
    expect(await ada.data()).toEqual(expected);
  });

  it.each(rows)(
    "is saved on top of what another request has saved meanwhile: %s",
    async (name, change, expected) => {
      const { ada, page, gate, saved } = await underWay();
      const other = await ada.open();
      other.session.set("theirs", true);
      other.session.update("visits", add(100));
      const ended = other.end();
      change(page.session);
      gate.open();
      await Promise.all([saved, ended]);
      await page.end();
      const visits = Number(expected.visits) + 100;
      const all = name === "clear()" ? {} : { ...expected, visits, theirs: true };
      expect(await ada.data()).toEqual(all);
    },
  );

  it("comes on top of what a merge has brought in", async () => {
    const site = await createVisitedSite();
    await site.ada.visit((session) => session.assign({ visits: 0, theirs: "old", list: [1], gone: 1 }));
    const page = await site.ada.open();
    page.session.update("visits", add(1));
    await site.ada.visit((session) => {
      session.assign({ visits: 10, theirs: "new" });
      session.delete("gone");
    });
    const gate = site.store.pause("read");
    const saved = page.session.save();
    await gate.reached;
    page.session.update("visits", add(100));
    page.session.set("mine", 1);
    (page.session.get("list") as number[]).push(2);
    gate.open();
    await saved;
    const expected = { name: "ada", visits: 111, theirs: "new", list: [1, 2], mine: 1 };
    expect(page.session.toJSON()).toEqual(expected);
    await page.end();
    expect(await site.ada.data()).toEqual(expected);
  });

  it("ends it where it is a flush: nothing is left", async () => {
    const { page, gate, saved, store, ada } = await underWay();
    const { id } = page.session;
    const flushed = page.session.flush();
    gate.open();
    await Promise.all([saved, flushed]);
    expect((await page.end()).deletes).toBe(true);
    expect(store.read(id ?? "", 0)).toBeUndefined();
    expect(await ada.data()).toEqual({});
  });
});

describe("the store calls of one session object", () => {
  it("run one after the other, in the order in which they were asked for", async () => {
    const { ada, store } = await createVisitedSite({ store: rig(memoryStore(), slowly) });
    const page = await ada.open();
    store.takeCalls();
    page.session.set("a", 1);
    await Promise.all([
      page.session.save(),
      page.session.reload(),
      page.session.touch(),
      page.session.flush(),
    ]);
    expect(store.takeCalls()).toEqual(["write", "read fresh", "touch", "remove"]);
  });
});
