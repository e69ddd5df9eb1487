import { existsSync } from "node:fs";
import { cookieStore } from "@sess/store-cookie";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Site, useSite } from "./cookie-site.ts";

const executablePath =
  process.env.CHROMIUM_PATH ??
  ["/usr/bin/chromium", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const needs = executablePath === undefined ? " (needs Chromium: install it, or set CHROMIUM_PATH)" : "";

describe.skipIf(executablePath === undefined)(`in Chromium${needs}`, { timeout: 60_000 }, () => {
  const open = useSite();
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
    });
  }, 30_000);
  afterAll(() => browser.close());

  /** A window on the site, below `path`. */
  const visit = async (site: Site, path = ""): Promise<Page> => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${site.url}${path}/read`);
    return page;
  };
  const set = (page: Page, values: object) =>
    page.evaluate(async (body) => {
      const headers = { "Content-Type": "application/json" };
      const response = await fetch("set", { method: "POST", headers, body: JSON.stringify(body) });
      return { status: response.status, body: await response.text() };
    }, values);
  const read = (page: Page) => page.evaluate(async () => (await fetch("read")).json());
  const cookies = async (page: Page) => {
    const kept = await page.context().cookies(page.url());
    return kept.map(({ name, value }) => ({ name, bytes: name.length + value.length })).sort(byName);
  };
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);

  it("a cookie of 4096 bytes of name and value is kept, and one of 4097 is not", async () => {
    const page = await visit(await open({ store: cookieStore() }));
    await page.evaluate(() => {
      // biome-ignore lint/suspicious/noDocumentCookie: it is what the test is about
      for (const length of [4_095, 4_096]) document.cookie = `${length % 10}=${"x".repeat(length)}`;
    });
    expect(await cookies(page)).toEqual([{ name: "5", bytes: 4_096 }]);
  });

  describe.each([1, 2, 3])("with maxCookies %i", (maxCookies) => {
    it("a session at the limit is kept, and one byte more is refused and named", async () => {
      const site = await open({ store: cookieStore({ maxCookies }) });
      const page = await visit(site);
      /** The largest session that is not refused, by halving. */
      let [kept, refused] = [1, 20_000];
      while (refused - kept > 1) {
        const middle = (kept + refused) >> 1;
        const { status } = await set(page, { text: "x".repeat(middle), other: 1 });
        if (status === 204) kept = middle;
        else refused = middle;
      }
      const whole = { text: "x".repeat(kept), other: 1 };
      expect((await set(page, whole)).status).toBe(204);
      expect(await read(page)).toEqual(whole);

      const full = await cookies(page);
      expect(full.map(({ name }) => name)).toEqual(["sid", "sid.1", "sid.2"].slice(0, maxCookies));
      for (const { bytes } of full) expect(bytes).toBeLessThanOrEqual(4_096);
      // Four characters stand for three bytes.
      for (const { bytes } of full.slice(0, -1)) expect(bytes).toBeGreaterThan(4_090);
      expect(full.at(-1)?.bytes).toBeGreaterThan(4_086);

      const { status, body } = await set(page, { text: "x".repeat(kept + 1), other: 1 });
      expect([status, JSON.parse(body).code]).toEqual([500, "ERR_SESS_DATA_TOO_LARGE"]);
      expect(JSON.parse(body).message).toMatch(
        new RegExp(`The biggest keys: "text" \\(about ${kept + 12}\\), "other" \\(about 11\\)\\.`),
      );
      expect(await cookies(page)).toEqual(full);
      expect(await read(page)).toEqual(whole);
    });
  });

  it("a session that shrinks takes the cookies away that it needs no more, and a flush the rest", async () => {
    const page = await visit(await open({ store: cookieStore({ maxCookies: 3 }) }));
    const namesFor = async (values: object) => {
      await set(page, values);
      return (await cookies(page)).map(({ name }) => name);
    };
    expect(await namesFor({ text: "x".repeat(8_000) })).toEqual(["sid", "sid.1", "sid.2"]);
    expect(await namesFor({ text: "x".repeat(4_000) })).toEqual(["sid", "sid.1"]);
    expect(await namesFor({ text: "x" })).toEqual(["sid"]);
    expect(await read(page)).toEqual({ text: "x" });
    await namesFor({ text: "x".repeat(8_000) });
    await page.evaluate(() => fetch("flush"));
    expect(await cookies(page)).toEqual([]);
  });

  it("the longest name and path that the options take are kept, too", async () => {
    const path = `/${"p".repeat(1_023)}`;
    const name = "n".repeat(1_024);
    const site = await open({ store: cookieStore({ maxCookies: 3 }), cookie: { name, path } });
    const page = await visit(site, path);
    const whole = { text: "x".repeat(6_000) };
    expect((await set(page, whole)).status).toBe(204);
    expect(await read(page)).toEqual(whole);
    for (const { bytes } of await cookies(page)) expect(bytes).toBeLessThanOrEqual(4_096);
  });
});
