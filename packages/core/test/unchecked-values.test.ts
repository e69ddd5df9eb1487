import { describe, expect, it } from "vitest";
import { createVisitedSite } from "./fixtures/site.ts";

const unserializable = { code: "ERR_SESS_DATA_UNSERIALIZABLE" };

// Values are checked when they are set. These have become unkeepable since.
describe("a save of what JSON cannot keep", () => {
  it("is refused for an object that was handed out before everything was forgotten", async () => {
    const { ada } = await createVisitedSite();
    await ada.visit((session) => session.set("cart", { price: 1 }));
    const page = await ada.open();
    const cart = page.session.get("cart") as { price: number };
    page.session.modified = false;
    cart.price = Number.NaN;
    page.session.set("other", 1);
    await expect(page.session.save()).rejects.toMatchObject(unserializable);
  });

  it("is refused for an object that was set and changed afterwards", async () => {
    const { ada } = await createVisitedSite();
    const page = await ada.open();
    const cart = { price: 1 };
    page.session.set("cart", cart);
    cart.price = Number.NaN;
    await expect(page.session.save()).rejects.toMatchObject(unserializable);
  });

  it("is refused for what an update makes of a newer value after a merge", async () => {
    const { ada, store } = await createVisitedSite();
    await ada.visit((session) => session.set("n", 1));
    const page = await ada.open();
    page.session.set("mine", 1);
    await ada.visit((session) => session.set("n", 10));
    store.next("write", async (call) => {
      page.session.update("n", (n) => (Number(n) >= 10 ? Number.NaN : 2));
      return call();
    });
    await page.session.save();
    expect(page.session.get("n")).toBeNaN();
    await expect(page.session.save()).rejects.toMatchObject(unserializable);
  });
});
