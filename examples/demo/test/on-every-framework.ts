import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions, Cookie, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { type Framework, frameworks } from "../src/options.ts";
import { chromiumPath, inBrowser, launchBrowser } from "./chromium.ts";
import { type RunningSite, startSite } from "./running-site.ts";

/** What a test of the site works with. */
export interface Scene {
  /** A browser window that knows nothing yet, on the first page of the site. */
  visit(options?: BrowserContextOptions): Promise<Page>;
  /** The address of a page of the site. */
  at(path: string): string;
  /** Ends the site by the signal and starts it again, on the same port and the same files. */
  restart(signal: NodeJS.Signals): Promise<void>;
  /** A folder that is gone after the tests. */
  folder(): string;
}

/** Runs `tests` on the site in a real browser: on each framework under CI, and otherwise on `one`. */
export function onEveryFramework(title: string, one: Framework, tests: (scene: Scene) => void): void {
  const needs = chromiumPath === undefined ? " (needs Chromium: install it, or set CHROMIUM_PATH)" : "";
  describe.skipIf(chromiumPath === undefined)(`${title}${needs}`, { timeout: 60_000 }, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser();
    }, 30_000);
    afterAll(() => browser.close());

    describe.each(inBrowser(frameworks, one))("on %s", (framework) => {
      let folder: string;
      const start = (port?: number) => startSite(["--framework", framework, "--data", folder], port);
      // Opening a window costs more than all the pages of a test: those without options are used again.
      const idle: Page[] = [];
      const busy: Page[] = [];
      const special: BrowserContext[] = [];
      let site: RunningSite;

      const open = async (options: BrowserContextOptions = {}) => {
        const context = await browser.newContext({ baseURL: site.url, ...options });
        context.setDefaultTimeout(20_000);
        return context.newPage();
      };

      beforeAll(async () => {
        folder = mkdtempSync(join(tmpdir(), "sess-demo-"));
        site = await start();
      }, 30_000);
      afterEach(async () => {
        for (const context of special.splice(0)) await context.close();
        for (const page of busy.splice(0)) {
          for (const other of page.context().pages()) if (other !== page) await other.close();
          await page.context().clearCookies();
          idle.push(page);
        }
      });
      afterAll(async () => {
        await site.stop();
        rmSync(folder, { recursive: true });
      });

      tests({
        folder: () => folder,
        at: (path) => `${site.url}${path}`,
        async visit(options) {
          const page = (options === undefined && idle.pop()) || (await open(options));
          if (options === undefined) busy.push(page);
          else special.push(page.context());
          await page.goto("/");
          return page;
        },
        async restart(signal) {
          const { port } = site;
          await site.stop(signal);
          site = await start(port);
        },
      });
    });
  });
}

/** The session cookie as the browser keeps it, for the page's own address or for another. */
export async function sessionCookie(page: Page, url: string = page.url()): Promise<Cookie | undefined> {
  const cookies = await page.context().cookies(url);
  return cookies.find(({ name }) => name === "sid");
}

/** Logs in; `on` is the address of the site where the page does not know it. */
export async function logIn(
  page: Page,
  name: string,
  password: string,
  { on = "", remember = false }: { readonly on?: string; readonly remember?: boolean } = {},
): Promise<void> {
  await page.goto(`${on}/login`);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(password);
  if (remember) await page.getByLabel("Remember me").check();
  await press(page, "Log in");
}

/** Presses a button of the page (or of its head, the banner), and waits for the page that comes of it. */
export async function press(
  page: Page,
  name: string | RegExp,
  part: "main" | "banner" = "main",
): Promise<void> {
  const button = page.getByRole(part).getByRole("button", { name });
  await Promise.all([page.waitForEvent("load"), button.click()]);
}
