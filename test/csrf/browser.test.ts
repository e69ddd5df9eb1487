import type { IncomingHttpHeaders } from "node:http";
import { startServer } from "@sess/test-kit/adapter";
import { chromiumPath, inBrowser, launchBrowser } from "@sess-examples/demo/test/chromium.ts";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type App, type Mount, mounts } from "./apps.ts";

const shop = "app.shop.localhost";
const sibling = "other.shop.localhost";
const elsewhere = "evil.localhost";

const routes: App["routes"] = {
  "/empty": () => "nothing here",
  "/form": async ({ field }) =>
    `<form method="post" action="/act">${await field()}<button>Go</button></form>`,
  "/bare": () => `<form method="post" action="/act"><button>Go</button></form>`,
  "/secretive": () =>
    `<meta name="referrer" content="no-referrer"><form method="post" action="/act"><button>Go</button></form>`,
  "/sandboxed": () =>
    `<iframe sandbox="allow-forms allow-scripts" srcdoc='<form method="post" action="/act"><button>Go</button></form>'></iframe>`,
  "/token": ({ token }) => token(),
  "/act": ({ session }) => `done for ${session.owner ?? "nobody"}`,
  "/login": ({ session }) => {
    session.owner = "ada";
    return "in";
  },
};

const needs = chromiumPath === undefined ? " (needs Chromium: install it, or set CHROMIUM_PATH)" : "";

describe.skipIf(chromiumPath === undefined)(`in Chromium${needs}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  let context: BrowserContext;
  /** A server that has pages without anything of ours. */
  let empty: { url: string; close(): Promise<void> };
  const running: (() => Promise<void>)[] = [];
  /** The heads of the requests for `/act` and `/login` that reached the server. */
  const heads: { method: string | undefined; headers: IncomingHttpHeaders }[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    empty = await startServer({}, (_request, response) => {
      response.setHeader("Content-Type", "text/html").end("<p>a page</p>");
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await empty?.close();
  });
  beforeEach(() => {
    heads.length = 0;
  });
  afterEach(async () => {
    await context?.close();
    for (const close of running.splice(0)) await close();
  });

  const newest = Object.fromEntries(mounts.filter(([name]) => !/[24]$/.test(name)));

  describe.each(inBrowser(Object.keys(newest), "hono"))("on %s", (name) => {
    const mount = newest[name] as Mount;
    /** Starts an app whose cookies even go with requests of other sites, so that nothing but the check is in their way. */
    const open = async (csrf: App["csrf"] = {}, options: BrowserContextOptions = {}) => {
      const cookie = { sameSite: "none", secure: true } as const;
      const listener = mount({ routes, csrf, session: { cookie } });
      const { url, close } = await startServer({}, (request, response) => {
        if (/^\/(act|login)$/.test(request.url ?? "")) {
          heads.push({ method: request.method, headers: request.headers });
        }
        return listener(request, response);
      });
      running.push(close);
      context = await browser.newContext(options);
      const page = await context.newPage();
      const at = (host: string) => url.replace("127.0.0.1", host);
      return { page, at, home: at(shop) };
    };

    /** A page of another server. */
    const foreign = async (host: string): Promise<Page> => {
      const page = await context.newPage();
      await page.goto(empty.url.replace("127.0.0.1", host));
      return page;
    };

    /** Presses the button, and tells what the server answered. */
    const press = async (page: Page): Promise<string> => {
      await Promise.all([page.waitForURL("**/act"), page.click("button")]);
      return (await page.textContent("body")) ?? "";
    };

    const login = (page: Page, home: string) =>
      page.goto(`${home}/empty`).then(() => page.evaluate("fetch('/login', { method: 'POST' })"));

    const cameFrom = () => heads.map(({ headers }) => [headers["sec-fetch-site"], headers.origin]);

    it("a form of the site works without JavaScript, and without a session", async () => {
      const { page, home } = await open({}, { javaScriptEnabled: false });
      await page.goto(`${home}/form`);
      expect(await context.cookies()).toEqual([]);
      expect(await press(page)).toBe("done for nobody");
      expect(cameFrom()).toEqual([["same-origin", home]]);
    });

    it("a form works where a token is asked for always, and not without it", async () => {
      const { page, home } = await open({ token: "always" }, { javaScriptEnabled: false });
      await page.goto(`${home}/form`);
      expect(await press(page)).toBe("done for nobody");
      await page.goto(`${home}/bare`);
      expect(await press(page)).toBe("token-missing");
    });

    it("a form that was open before a login in another tab counts until it is the token that decides", async () => {
      for (const [token, answer] of [
        ["fallback", "done for ada"],
        ["always", "token-wrong"],
      ] as const) {
        const { page, home } = await open({ token });
        await page.goto(`${home}/form`);
        const other = await context.newPage();
        await other.goto(`${home}/token`);
        const value = await other.textContent("body");
        await other.evaluate(
          `fetch("/login", { method: "POST", headers: { "X-CSRF-Token": ${JSON.stringify(value)} } })`,
        );
        expect(await press(page)).toBe(answer);
        await page.goto(`${home}/form`);
        expect(await press(page)).toBe("done for ada");
        await context.close();
      }
    });

    it("fetch works from a page of the site, with JSON and a token in the header", async () => {
      const { page, home } = await open({ token: "always" });
      await page.goto(`${home}/token`);
      const result = await page.evaluate(`fetch("/act", {
        method: "PUT",
        headers: { "Content-Type": "application/json", "X-CSRF-Token": document.body.textContent },
        body: "{}",
      }).then((response) => response.text())`);
      expect(result).toBe("done for nobody");
      expect(await page.evaluate("fetch('/act', { method: 'PUT' }).then((r) => r.text())")).toBe(
        "token-missing",
      );
    });

    it("a page that hides its Origin is still known as the site's own", async () => {
      const { page, home } = await open();
      await page.goto(`${home}/secretive`);
      expect(await press(page)).toBe("done for nobody");
      expect(cameFrom()).toEqual([["same-origin", "null"]]);
    });

    it.each([
      ["another site", elsewhere, "cross-site"],
      ["a sibling domain", sibling, "same-site"],
      ["another port of the same host", shop, "same-site"],
    ])("a form on %s is refused", async (_where, host, site) => {
      const { page, home } = await open();
      await login(page, home);
      const attack = await foreign(host);
      await attack.setContent(`<form method="post" action="${home}/act"><button>Win</button></form>`);
      expect(await press(attack)).toBe("cross-site");
      expect(cameFrom().at(-1)).toEqual([site, empty.url.replace("127.0.0.1", host)]);
      // The cookie was there: nothing else would have stopped it.
      expect(heads.at(-1)?.headers.cookie).toBeDefined();
    });

    it("a form on a sibling domain that is trusted works", async () => {
      const { port } = new URL(empty.url);
      const { page, home } = await open({ trustedOrigins: [`http://*.shop.localhost:${port}`] });
      await login(page, home);
      const trusted = await foreign(sibling);
      await trusted.setContent(`<form method="post" action="${home}/act"><button>Go</button></form>`);
      expect(await press(trusted)).toBe("done for ada");
      expect(cameFrom().at(-1)?.[0]).toBe("same-site");
    });

    it("a form in a sandbox is refused, also in a page of the site", async () => {
      const { page, home } = await open();
      await login(page, home);
      await page.goto(`${home}/sandboxed`);
      const answered = page.waitForResponse("**/act");
      await page.frameLocator("iframe").locator("button").click();
      expect((await answered).status()).toBe(403);
      expect(cameFrom().at(-1)).toEqual(["cross-site", "null"]);
    });

    it("fetch from another site is refused, and with JSON does not even arrive", async () => {
      const { page, home } = await open();
      await login(page, home);
      const attack = await foreign(elsewhere);
      const options = `method: "POST", credentials: "include", body: "{}"`;
      const answered = attack.waitForResponse("**/act");
      await attack.evaluate(`fetch("${home}/act", { ${options}, mode: "no-cors" }).then(() => {})`);
      expect((await answered).status()).toBe(403);
      expect(cameFrom().at(-1)?.[0]).toBe("cross-site");
      heads.length = 0;
      const failed = await attack.evaluate(`fetch("${home}/act", {
        ${options},
        headers: { "Content-Type": "application/json" },
      }).then(() => "read", () => "failed")`);
      expect(failed).toBe("failed");
      expect(heads.map(({ method }) => method)).toEqual(["OPTIONS"]);
    });

    it("nobody is logged in by a form of another site", async () => {
      const { home } = await open();
      const attack = await foreign(elsewhere);
      await attack.setContent(`<form method="post" action="${home}/login"><button>Win</button></form>`);
      await Promise.all([attack.waitForURL("**/login"), attack.click("button")]);
      expect(await attack.textContent("body")).toBe("cross-site");
      expect(await context.cookies()).toEqual([]);
    });

    it("a form that another site redirects back is refused", async () => {
      const { page, home } = await open();
      await login(page, home);
      const { url, close } = await startServer({}, (_request, response) => {
        response.writeHead(307, { Location: `${home}/act` }).end();
      });
      running.push(close);
      const detour = url.replace("127.0.0.1", elsewhere);
      await page.setContent(`<form method="post" action="${detour}"><button>Go</button></form>`);
      expect(await press(page)).toBe("cross-site");
      expect(cameFrom().at(-1)).toEqual(["cross-site", "null"]);
    });

    it("a form that was reached by a link from another site works", async () => {
      const { home } = await open();
      const start = await foreign(elsewhere);
      await start.setContent(`<a href="${home}/form">to the shop</a>`);
      await Promise.all([start.waitForURL("**/form"), start.click("a")]);
      expect(await press(start)).toBe("done for nobody");
    });
  });
});
