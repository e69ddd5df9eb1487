import { describe, expect, it, vi } from "vitest";
import { overlapping } from "./fixtures/overlapping.ts";

const add = (by: number) => (current: unknown) => Number(current ?? 0) + by;
const push = (item: string) => (current: unknown) => [...((current as string[]) ?? []), item];

describe("update, where another request has saved meanwhile", () => {
  it("runs again on the newer value: no count is lost, and nothing conflicts", async () => {
    const { first, second, ada, events } = await overlapping({ visits: 1 }, { onConflict: "error" });
    first.session.update("visits", add(1));
    second.session.update("visits", add(10));
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({ visits: 12 });
    expect(events("conflict")).toEqual([]);
  });

  it("runs again in order, over several keys", async () => {
    const { first, second, ada } = await overlapping({ old: 1 });
    first.session.update("log", push("first"));
    second.session.update("log", push("a"));
    second.session.update("visits", add(1));
    second.session.update("log", push("b"));
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({ old: 1, log: ["first", "a", "b"], visits: 1 });
  });

  it("runs on undefined where the other request has deleted the key, and deletes by undefined", async () => {
    const { first, second, ada } = await overlapping({ visits: 5, last: "x" });
    first.session.delete("visits");
    first.session.set("last", "y");
    second.session.update("visits", add(1));
    second.session.update("last", () => undefined);
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({ visits: 1 });
  });

  it("meets a cleared session as an empty one", async () => {
    const { first, second, ada } = await overlapping({ visits: 5, other: 1 });
    first.session.clear();
    second.session.update("visits", add(1));
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({ visits: 1 });
  });

  it("is plain where a set follows: it does not run again", async () => {
    const { first, second, ada, events } = await overlapping({ visits: 1 });
    first.session.update("visits", add(1));
    second.session.update("visits", add(10));
    // The very value that the update has made.
    second.session.set("visits", 11);
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({ visits: 11 });
    expect(events("conflict")).toMatchObject([{ keys: ["visits"] }]);
  });

  it("is plain where a change through data follows", async () => {
    const { first, second, ada } = await overlapping({ visits: 1 });
    first.session.update("visits", add(1));
    second.session.update("visits", add(10));
    second.session.data.visits = 100;
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({ visits: 100 });
  });

  it("is part of a plain value where it follows a set, and runs once", async () => {
    const { first, second, ada } = await overlapping({ visits: 1 });
    first.session.update("visits", add(1));
    const change = vi.fn(add(10));
    second.session.set("visits", 100);
    second.session.update("visits", change);
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({ visits: 110 });
    expect(change).toHaveBeenCalledTimes(1);
  });

  it("may change its argument in place", async () => {
    const { first, second, ada } = await overlapping({ cart: ["apple"] });
    const pushInPlace = (item: string) => (cart: unknown) => {
      (cart as string[]).push(item);
      return cart;
    };
    first.session.update("cart", pushInPlace("pear"));
    second.session.update("cart", pushInPlace("plum"));
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({ cart: ["apple", "pear", "plum"] });
  });

  it("counts as a plain change where it is not pure", async () => {
    const { first, second, ada } = await overlapping({ visits: 1 });
    let calls = 0;
    first.session.update("visits", add(1));
    second.session.update("visits", () => `call ${++calls}`);
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({ visits: "call 1" });
  });

  it("counts as a plain change where it throws on the value that it once took", async () => {
    const { first, second, ada } = await overlapping({ visits: 1 });
    let calls = 0;
    first.session.update("visits", add(1));
    second.session.update("visits", () => {
      if (++calls > 1) throw new RangeError("Once only");
      return 50;
    });
    await first.end();
    await second.end();
    expect(await ada.data()).toEqual({ visits: 50 });
  });

  it("fails the save where it throws on the newer value, and nothing of it is saved", async () => {
    const { first, second, ada } = await overlapping({ stock: 1 });
    const take = (stock: unknown) => {
      if (stock === 0) throw new RangeError("Sold out");
      return Number(stock) - 1;
    };
    first.session.update("stock", take);
    second.session.update("stock", take);
    second.session.set("bought", true);
    await first.end();
    await expect(second.end()).rejects.toThrow("Sold out");
    expect(await ada.data()).toEqual({ stock: 0 });
  });
});
