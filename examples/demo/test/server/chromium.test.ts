import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serverUrl } from "@sess-tests/servers";
import { describe, expect, it } from "vitest";
import { chromiumPath, launchBrowser } from "../chromium.ts";
import { logIn, press } from "../on-every-framework.ts";
import { startSite } from "../running-site.ts";

const needs = chromiumPath === undefined ? " (needs Chromium: install it, or set CHROMIUM_PATH)" : "";

describe.skipIf(chromiumPath === undefined)(
  `the site on Redis, in a browser${needs}`,
  { timeout: 60_000 },
  () => {
    it("keeps a cart, twenty requests at once and a login over a restart, and forgets them at the logout", async () => {
      const folder = mkdtempSync(join(tmpdir(), "sess-redis-"));
      const args = ["--framework", "koa", "--store", serverUrl("redis"), "--data", folder];
      let site = await startSite(args);
      const browser = await launchBrowser();
      try {
        const page = await (await browser.newContext({ baseURL: site.url })).newPage();
        const shown = (what: string) => page.locator(`[data-test=${what}]`).textContent();
        await page.goto("/cart");
        await press(page, "Add Notebook");
        await page.goto("/parallel");
        await press(page, "Add 20 at once");
        expect([await shown("additions"), await shown("keys")]).toEqual(["20", "20"]);
        await logIn(page, "editor", "blue-pencil");

        await site.stop();
        site = await startSite(args, site.port);
        await page.reload();
        expect(await shown("owner")).toBe("editor");
        await page.goto("/cart");
        expect(await shown("total")).toBe("€8.90");
        await press(page, "Log out", "banner");
        expect(await page.title()).toMatch(/^Goodbye/);
        expect(await page.context().cookies()).toEqual([]);
      } finally {
        await browser.close();
        await site.stop();
        rmSync(folder, { recursive: true });
      }
    });
  },
);
