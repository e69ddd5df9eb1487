import { describe, expect, it } from "vitest";
import { memoryStore, prefixStore } from "../src/index.ts";
import { createSite } from "./fixtures/site.ts";

describe("two apps on one store, each behind a prefix", () => {
  /** Ada, logged in to both. */
  async function two() {
    const memory = memoryStore();
    const [shop, blog] = ["shop", "blog"].map((prefix) => createSite({ store: prefixStore(memory, prefix) }));
    if (shop === undefined || blog === undefined) throw new Error("No apps");
    const [shopper, reader] = [shop.browser(), blog.browser()];
    await shopper.visit((session) => (session.owner = "ada"));
    await reader.visit((session) => (session.owner = "ada"));
    return { memory, shop, blog, shopper, reader };
  }

  it("list and revoke their own sessions only, though the owner has one name", async () => {
    const { shop, blog, shopper, reader } = await two();
    expect(await shop.sessions.list("ada")).toHaveLength(1);
    expect(await shop.sessions.revoke("ada")).toBe(1);
    expect((await shopper.open()).session.owner).toBeUndefined();
    expect((await reader.open()).session.owner).toBe("ada");
    expect(await blog.sessions.list("ada")).toHaveLength(1);
  });

  it("show the owner and the ID without the prefix", async () => {
    const { shop, shopper } = await two();
    const { session } = await shopper.open();
    expect(session.owner).toBe("ada");
    expect(await shop.sessions.list("ada", { current: session })).toMatchObject([
      { id: session.id, current: true },
    ]);
  });

  it("know nothing of each other's cookies", async () => {
    const { shop, reader } = await two();
    const page = await shop.sessions.open({
      cookies: reader.jar.header(),
      secure: false,
      request: undefined,
    });
    expect(page.isNew).toBe(true);
  });
});
