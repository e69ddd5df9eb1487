import { describe, expect, it } from "vitest";
import { hour } from "./fixtures/clock.ts";
import { overlapping } from "./fixtures/overlapping.ts";
import type { Anything } from "./fixtures/site.ts";

describe("two requests that overlap", () => {
  it("keep each other's keys", async () => {
    const { first, second, ada, events } = await overlapping({ old: 1, first: 1, second: 1 });
    first.session.set("a", 1);
    first.session.delete("first");
    second.session.set("b", 2);
    second.session.delete("second");
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({ old: 1, a: 1, b: 2 });
    expect(events("conflict")).toEqual([]);
  });

  it("cost one more read and write than two that do not", async () => {
    const { first, second, store } = await overlapping({ old: 1 });
    first.session.set("a", 1);
    second.session.set("b", 2);
    await first.end();
    expect(store.takeCalls()).toEqual(["write"]);
    await second.end();
    expect(store.takeCalls()).toEqual(["write", "read fresh", "write"]);
  });

  it("leave the later one's value where both set one key, and name it in on.conflict", async () => {
    const { first, second, ada, events } = await overlapping({ theme: "light" });
    first.session.set("theme", "dark");
    second.session.set("theme", "blue");
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({ theme: "blue" });
    expect(events("conflict")).toMatchObject([{ keys: ["theme"] }]);
  });

  it("do not conflict where both say the same", async () => {
    const { first, second, ada, events } = await overlapping({ theme: "light", old: 1 });
    for (const [index, page] of [first, second].entries()) {
      page.session.assign({ theme: "dark", [`from${index}`]: true });
      page.session.delete("old");
      await page.end();
    }
    expect(await ada.data()).toEqual({ theme: "dark", from0: true, from1: true });
    expect(events("conflict")).toEqual([]);
  });

  it("conflict where one deletes what the other changes", async () => {
    const { first, second, ada, events } = await overlapping({ theme: "light" });
    first.session.set("theme", "dark");
    second.session.delete("theme");
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({});
    expect(events("conflict")).toMatchObject([{ keys: ["theme"] }]);
  });

  it('fail the later one with onConflict: "error", and save nothing of it', async () => {
    const { first, second, ada } = await overlapping({ theme: "light" }, { onConflict: "error" });
    first.session.set("theme", "dark");
    second.session.assign({ theme: "blue", other: 1 });
    await first.end();
    await expect(second.end()).rejects.toMatchObject({
      code: "ERR_SESS_CONFLICT",
      status: 409,
      message: expect.stringContaining('"theme"'),
    });
    expect(await ada.data()).toEqual({ theme: "dark" });
  });

  it("merge values whole: a change inside one is a change of its key", async () => {
    const { first, second, ada, events } = await overlapping({ cart: { apples: 1 } });
    (first.session.data as { cart: Anything }).cart.pears = 1;
    (second.session.data as { cart: Anything }).cart.plums = 1;
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({ cart: { apples: 1, plums: 1 } });
    expect(events("conflict")).toMatchObject([{ keys: ["cart"] }]);
  });

  it("show the later one what the earlier one has saved, after its own save()", async () => {
    const { first, second } = await overlapping({ cart: ["apple"], old: 1 });
    const cart = second.session.get("cart");
    first.session.set("a", 1);
    first.session.delete("old");
    await first.end();
    second.session.set("b", 2);
    await second.session.save();
    expect(second.session.toJSON()).toEqual({ cart: ["apple"], a: 1, b: 2 });
    expect(second.session.get("cart")).toBe(cart);
  });
});

describe("clear", () => {
  it("is one change of all keys, also of those that another request has added", async () => {
    const { first, second, ada, events } = await overlapping({ old: 1 });
    first.session.set("a", 1);
    second.session.clear();
    second.session.set("b", 2);
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({ b: 2 });
    expect(events("conflict")).toMatchObject([{ keys: ["a"] }]);
  });

  it("stays where the later request adds a key", async () => {
    const { first, second, ada } = await overlapping({ old: 1 });
    first.session.clear();
    second.session.set("b", 2);
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({ b: 2 });
  });
});

describe("what a session has beside its data", () => {
  it("merges flash values: all that were added stay, exactly those taken go", async () => {
    const { first, second, ada } = await overlapping({ old: 1 });
    await ada.visit((session) => session.flash("notice", "seen"));
    const [taker, adder] = [await ada.open(), await ada.open()];
    expect(taker.session.takeFlash("notice")).toEqual(["seen"]);
    adder.session.flash("notice", "unseen");
    await adder.end();
    await taker.end();
    first.session.flash("notice", "late");
    second.session.set("a", 1);
    await first.end();
    await second.end();
    const page = await ada.open();
    expect(page.session.takeFlash("notice")).toEqual(["unseen", "late"]);
  });

  it("merges lifetimes as keys of their own", async () => {
    const { first, second, ada, clock } = await overlapping({ old: 1 });
    first.session.setExpiry(hour);
    second.session.set("a", 1);
    await first.end();
    await second.end();
    const third = await ada.open();
    await ada.visit((session) => session.set("b", 1));
    third.session.setAbsolute(2 * hour);
    await third.end();
    const { session } = await ada.open();
    expect(session.expiresAt).toBe(clock() + hour * 1000);
    expect(session.absoluteExpiresAt).toBe(clock() + 2 * hour * 1000);
    expect(session.toJSON()).toEqual({ old: 1, a: 1, b: 1 });
  });

  it("keeps a lifetime that another request has set meanwhile", async () => {
    const { first, second, ada, clock } = await overlapping({ old: 1 });
    first.session.setExpiry(hour);
    second.session.setExpiry(2 * hour);
    await first.end();
    await second.end();
    expect((await ada.open()).session.expiresAt).toBe(clock() + 2 * hour * 1000);
  });
});
