import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { onEveryFramework, press, sessionCookie } from "./on-every-framework.ts";

const notices = (page: Page) => page.locator(".notice").allTextContents();
const shown = (page: Page, what: string) => page.locator(`[data-test=${what}]`).textContent();

onEveryFramework("the pages", "express", ({ visit, at }) => {
  it("leave a visitor alone who only looks around", async () => {
    const page = await visit();
    for (const path of ["/values", "/preferences", "/cart", "/booking", "/messages", "/login", "/session"]) {
      const response = await page.goto(path);
      expect(response?.status()).toBe(200);
      expect(response?.headers()["set-cookie"]).toBeUndefined();
    }
    expect(await page.context().cookies()).toEqual([]);
    expect(await page.getByRole("main").textContent()).toContain("There is no session yet");
  });

  it("set, get and delete values, whatever they are called", async () => {
    const page = await visit();
    await page.goto("/values");
    for (const [name, value] of [
      ["colour", "green"],
      ["__proto__", '<b>bold</b> & "quoted"'],
    ] as const) {
      await page.locator("#set-name").fill(name);
      await page.locator("#set-value").fill(value);
      await press(page, "Set it");
      expect(await notices(page)).toEqual([`Set ${name}.`]);
      await page.locator("#get-name").fill(name);
      await press(page, "Get it");
      expect(await shown(page, "found")).toBe(value);
    }
    expect(await page.locator("tbody tr").count()).toBe(2);
    await press(page, "Delete __proto__");
    expect(await notices(page)).toEqual(["Deleted __proto__."]);
    expect(await page.locator("tbody tr").allTextContents()).toEqual([expect.stringContaining("colour")]);
    await page.goto("/values?name=__proto__");
    expect(await page.getByRole("main").textContent()).toContain("There is nothing under __proto__.");
  });

  it("count visits, each visitor's apart", async () => {
    const page = await visit();
    for (const count of ["1", "2", "3"]) {
      await page.goto("/visits");
      expect(await shown(page, "visits")).toBe(count);
    }
    const other = await visit();
    await other.goto("/visits");
    expect(await shown(other, "visits")).toBe("1");
    await press(page, "Forget my visits");
    expect(await notices(page)).toEqual(["Your visits are forgotten."]);
    await page.goto("/visits");
    expect(await shown(page, "visits")).toBe("1");
  });

  it("look and greet as the visitor prefers", async () => {
    const page = await visit({ colorScheme: "light" });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    expect(await shown(page, "greeting")).toBe("Hello");
    await page.goto("/preferences");
    await page.getByLabel("Dark").check();
    await page.getByLabel("Polski").check();
    await press(page, "Keep them");
    expect(await page.getByLabel("Dark").isChecked()).toBe(true);
    expect(await background()).not.toBe(light);
    await page.goto("/");
    expect(await shown(page, "greeting")).toBe("Dzień dobry");
    expect(await page.locator("[data-test=greeting]").getAttribute("lang")).toBe("pl");
    expect(await background()).not.toBe(light);
  });

  it("fill, change and empty a cart", async () => {
    const page = await visit();
    await page.goto("/cart");
    await press(page, "Add Desk lamp");
    await press(page, "Add Desk lamp");
    await press(page, "Add Tin of tea");
    expect(await shown(page, "total")).toBe("€91.75");
    await page.getByLabel("Quantity of Tin of tea").fill("4");
    await press(page, "Change Tin of tea");
    expect(await shown(page, "total")).toBe("€130.00");
    await press(page, "Remove Desk lamp");
    expect(await shown(page, "total")).toBe("€51.00");
    await press(page, "Empty it");
    expect(await page.getByRole("main").textContent()).toContain("The cart is empty.");
  });

  it("show a message once, and several in their order", async () => {
    const page = await visit();
    await page.goto("/messages");
    await page.getByLabel("Message").fill("It rains & pours");
    await page.getByLabel("Kind").selectOption("Bad news");
    await press(page, "Say it on the next page");
    expect(await notices(page)).toEqual(["It rains & pours"]);
    await page.reload();
    expect(await notices(page)).toEqual([]);
    await press(page, "Say two things");
    expect(await notices(page)).toEqual(["The first of two.", "The second of two."]);
  });

  it("keep what twenty requests at once and several tabs add", async () => {
    const page = await visit();
    await page.goto("/parallel");
    await press(page, "Add 20 at once");
    expect([await shown(page, "additions"), await shown(page, "keys")]).toEqual(["20", "20"]);
    const tabs = await Promise.all(Array.from({ length: 4 }, () => page.context().newPage()));
    await Promise.all(tabs.map((tab) => tab.goto("/parallel")));
    await Promise.all(tabs.map((tab) => press(tab, "Add one")));
    await page.reload();
    expect([await shown(page, "additions"), await shown(page, "keys")]).toEqual(["24", "24"]);
    await press(page, "Back to zero");
    expect([await shown(page, "additions"), await shown(page, "keys")]).toEqual(["0", "0"]);
  });

  it("work without JavaScript", async () => {
    const page = await visit({ javaScriptEnabled: false });
    await page.goto("/parallel");
    expect(await page.getByRole("button", { name: "at once" }).isVisible()).toBe(false);
    await press(page, "Add one");
    expect(await shown(page, "additions")).toBe("1");
    await page.goto("/session");
    expect(await shown(page, "idle")).toMatch(/^00:(29:\d\d|30:00)$/);
  });

  it("say what is not there", async () => {
    const page = await visit();
    const response = await page.goto("/no/such/page");
    expect(response?.status()).toBe(404);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Not found");
    expect(await sessionCookie(page)).toBeUndefined();
  });

  it("refuse a form that is too big, and keep nothing of it", async () => {
    const page = await visit();
    const response = await page.request.post(at("/values/set"), {
      form: { name: "big", value: "x".repeat(20_000) },
      maxRedirects: 0,
    });
    expect(response.status()).toBe(413);
    expect(await response.text()).toContain("too much to send at once");
    expect(await sessionCookie(page)).toBeUndefined();
  });
});
