import { memoryStore } from "@sess/core";
import { chromiumPath, inBrowser, launchBrowser } from "@sess-examples/demo/test/chromium.ts";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { frameworks } from "../frameworks.ts";
import { play, type Setting, type Site } from "../site.ts";

/** A site, and a browser that visits it. */
export interface Scene {
  readonly site: Site;
  readonly context: BrowserContext;
  /** The site under a host name of its own. Browsers take everything below `.localhost` for secure, and as two sites. */
  at(host: string): string;
  /** What a page of the site at `url` shows. */
  shown(url: string): Promise<string>;
  /** A page on another host, with nothing of ours in it. */
  foreign(host: string): Promise<Page>;
}

type Attack = (title: string, test: (scene: Scene) => Promise<void>, setting?: Setting) => void;

const needs = chromiumPath === undefined ? " (needs Chromium: install it, or set CHROMIUM_PATH)" : "";

/** What a browser decides in a row of the threat model: on every framework under CI, and otherwise on `one`. */
export function threatInBrowser(
  number: number,
  title: string,
  one: string,
  define: (attack: Attack) => void,
): void {
  const name = `threat ${number} in Chromium: ${title}${needs}`;
  describe.skipIf(chromiumPath === undefined)(name, { timeout: 60_000 }, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchBrowser();
    }, 60_000);
    afterAll(() => browser?.close());

    for (const framework of inBrowser(Object.keys(frameworks), one)) {
      describe(`on ${framework}`, () => {
        define((what, test, setting = {}) => {
          const options = { secure: () => true, ...setting.options };
          it(what, () =>
            play(
              framework,
              () => memoryStore(),
              { ...setting, options },
              async (site) => {
                const context = await browser.newContext();
                try {
                  await test(sceneOf(site, context));
                } finally {
                  await context.close();
                }
              },
            ),
          );
        });
      });
    }
  });
}

function sceneOf(site: Site, context: BrowserContext): Scene {
  let own: Page | undefined;
  const at = (host: string) => site.url.replace("127.0.0.1", host);
  return {
    site,
    context,
    at,
    async shown(url) {
      own ??= await context.newPage();
      await own.goto(url);
      return textOf(own.locator("body"));
    },
    async foreign(host) {
      const page = await context.newPage();
      await page.goto(`${at(host)}/static`);
      return page;
    },
  };
}

/** The text in a part of a page. */
export async function textOf(part: Locator): Promise<string> {
  return (await part.textContent()) ?? "";
}
