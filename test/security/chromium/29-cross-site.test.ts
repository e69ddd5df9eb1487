import type { Page } from "playwright-core";
import { expect } from "vitest";
import { type Scene, textOf, threatInBrowser } from "./in-browser.ts";

const home = "shop.localhost";
const evil = "evil.localhost";

/** What a page elsewhere sees of ours: by a form that posts to it, by a link, and in a frame. */
async function posted(page: Page, url: string): Promise<string> {
  await page.setContent(`<form method="post" action="${url}"><button>Win</button></form>`);
  await page.click("button");
  await page.waitForURL(url);
  return textOf(page.locator("body"));
}

async function linked(page: Page, url: string): Promise<string> {
  await page.setContent(`<a href="${url}">Win</a>`);
  await page.click("a");
  await page.waitForURL(url);
  return textOf(page.locator("body"));
}

async function framed(page: Page, url: string): Promise<string> {
  await page.setContent(`<iframe src="${url}"></iframe>`);
  return textOf(page.frameLocator("iframe").locator("body"));
}

const login = ({ at, shown }: Scene) => shown(`${at(home)}/login?user=ada`);

threatInBrowser(29, "requests from other sites", "Hono", (attack) => {
  attack("carry no cookie: forms, frames and scripts; a link does", async (scene) => {
    await login(scene);
    const who = `${scene.at(home)}/who`;
    const page = () => scene.foreign(evil);
    expect(await posted(await page(), who)).toBe("nobody");
    expect(await framed(await page(), who)).toBe("nobody");
    const script = await page();
    const change = JSON.stringify(`${scene.at(home)}/set?key=forged&value=1`);
    await script.evaluate(`fetch(${change}, { method: "POST", mode: "no-cors", credentials: "include" })`);
    expect(await scene.shown(`${scene.at(home)}/read`)).toBe("{}");
    expect(await linked(await page(), who)).toBe("ada");
  });

  attack(
    "with `strict`, a link carries none either",
    async (scene) => {
      await login(scene);
      const who = `${scene.at(home)}/who`;
      expect(await linked(await scene.foreign(evil), who)).toBe("nobody");
      expect(await scene.shown(who)).toBe("ada");
    },
    { options: { cookie: { sameSite: "strict" } } },
  );

  attack(
    "with `partitioned`, a frame has another session inside every site",
    async (scene) => {
      const { at, foreign } = scene;
      await framed(await foreign("one.localhost"), `${at(home)}/login?user=ada`);
      expect(await framed(await foreign("one.localhost"), `${at(home)}/who`)).toBe("ada");
      expect(await framed(await foreign("two.localhost"), `${at(home)}/who`)).toBe("nobody");
      expect(await scene.shown(`${at(home)}/who`)).toBe("nobody");
    },
    { options: { cookie: { secure: true, sameSite: "none", partitioned: true } } },
  );
});
