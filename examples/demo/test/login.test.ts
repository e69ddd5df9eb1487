import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { launchProfile, launchWithBackButton } from "./chromium.ts";
import { logIn, onEveryFramework, press, sessionCookie } from "./on-every-framework.ts";
import { createVisitor } from "./visitor.ts";

const day = 86_400;
const note = "Three books are waiting for you at the desk.";

/** Seconds from now until the browser drops the cookie. */
const lifetime = (expires: number | undefined): number => (expires ?? 0) - Date.now() / 1000;
const logOut = (page: Page) => press(page, "Log out", "banner");
const id = (page: Page) => page.locator("[data-test=ticket-id]").textContent();
const text = (page: Page) => page.getByRole("main").textContent();

onEveryFramework("an account", "koa", ({ visit, at, folder }) => {
  it("is for those who log in", async () => {
    const page = await visit();
    await page.goto("/account");
    expect(new URL(page.url()).pathname).toBe("/login");
    expect(await page.locator(".notice").textContent()).toBe("Please log in first.");
  });

  it("refuses wrong passwords and unknown names alike", async () => {
    const page = await visit();
    for (const name of ["reader", "nobody"]) {
      await page.goto("/login");
      await page.getByLabel("Name").fill(name);
      await page.getByLabel("Password").fill("blue-pencil");
      await press(page, "Log in");
      expect(await page.getByRole("alert").textContent()).toBe("No account has that name and that password.");
      expect(await page.getByLabel("Name").inputValue()).toBe(name);
    }
    expect(await sessionCookie(page)).toBeUndefined();
  });

  it("gets a new secret at the login and keeps the session, and the old cookie opens nothing", async () => {
    const page = await visit();
    await page.goto("/cart");
    await press(page, "Add Desk lamp");
    const before = await sessionCookie(page);
    const idBefore = await id(page);
    expect(before).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/", secure: false });
    expect(lifetime(before?.expires)).toBeCloseTo(day / 2, -2);

    await logIn(page, "reader", "quiet-corner");
    expect(await text(page)).toContain(note);
    expect(await id(page)).toBe(idBefore);
    const after = await sessionCookie(page);
    expect(after?.value).not.toBe(before?.value);
    await page.goto("/cart");
    expect(await page.locator("[data-test=total]").textContent()).toBe("€39.50");

    const thief = await visit();
    await thief.context().addCookies([{ name: "sid", value: before?.value ?? "", url: at("/") }]);
    await thief.goto("/account");
    expect(new URL(thief.url()).pathname).toBe("/login");
    await thief.goto("/cart");
    expect(await text(thief)).toContain("The cart is empty.");
    await page.goto("/account");
    expect(await text(page)).toContain(note);
  });

  it("is closed by the logout: no cookie, no copy of it, no way back", async () => {
    const page = await visit();
    await logIn(page, "reader", "quiet-corner");
    const copy = await sessionCookie(page);
    const account = await page.goto("/account");
    expect(account?.headers()["cache-control"]).toBe("no-store");
    expect(account?.headers().vary).toContain("Cookie");
    await logOut(page);
    expect(new URL(page.url()).pathname).toBe("/goodbye");
    expect(await sessionCookie(page)).toBeUndefined();

    await page.goBack();
    expect(new URL(page.url()).pathname).toBe("/login");
    expect(await page.content()).not.toContain(note);

    const thief = await visit();
    await thief.context().addCookies([{ name: "sid", value: copy?.value ?? "", url: at("/") }]);
    await thief.goto("/account");
    expect(new URL(thief.url()).pathname).toBe("/login");
  });

  it("is not shown by a browser that keeps pages as they were left", async () => {
    const browser = await launchWithBackButton();
    try {
      const page = await browser.newPage({ baseURL: at("/") });
      await logIn(page, "reader", "quiet-corner");
      await logOut(page);
      await page.evaluate(() => history.back());
      await page.waitForURL("**/login?next=%2Faccount");
      expect(await page.content()).not.toContain(note);

      // The same when another device has logged this one out.
      await logIn(page, "reader", "quiet-corner");
      await page.getByRole("link", { name: "Cart" }).click();
      await page.waitForURL("**/cart");
      const elsewhere = createVisitor(at(""));
      await elsewhere.visit("/login", { name: "reader", password: "quiet-corner" });
      expect((await elsewhere.visit("/devices/end-others", {})).html).toContain("Logged out elsewhere: ");
      await page.evaluate(() => history.back());
      await page.waitForURL("**/login?next=%2Faccount");
      expect(await page.content()).not.toContain(note);
    } finally {
      await browser.close();
    }
  });

  it("is forgotten when the browser closes, unless it was to be remembered", async () => {
    const profile = mkdtempSync(join(folder(), "profile-"));
    const inBrowser = async (use: (page: Page) => Promise<void>) => {
      const browser = await launchProfile(profile);
      try {
        await use(await browser.newPage());
      } finally {
        await browser.close();
      }
    };
    // Two names of one site are two sites to a browser, so one browser can hold both kinds of login.
    const remembered = at("");
    const forgotten = remembered.replace("localhost", "127.0.0.1");
    await inBrowser(async (page) => {
      await logIn(page, "reader", "quiet-corner", { on: remembered, remember: true });
      expect(lifetime((await sessionCookie(page, remembered))?.expires)).toBeCloseTo(90 * day, -2);
      await logIn(page, "editor", "blue-pencil", { on: forgotten });
      expect((await sessionCookie(page, forgotten))?.expires).toBe(-1);
      await page.goto(`${forgotten}/session`);
      expect(await text(page)).toContain("goes when the browser closes");
    });
    await inBrowser(async (page) => {
      await page.goto(`${remembered}/account`);
      expect(await text(page)).toContain(note);
      await page.goto(`${forgotten}/account`);
      expect(new URL(page.url()).pathname).toBe("/login");
    });
  });
});
