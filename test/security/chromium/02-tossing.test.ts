import { expect } from "vitest";
import { threatInBrowser } from "./in-browser.ts";

const shop = "app.shop.localhost";
const evil = "evil.shop.localhost";

threatInBrowser(2, "cookie tossing from a sibling domain", "Express", (attack) => {
  attack(
    "a sibling cannot set a cookie with the prefix `__Host-` for us",
    async ({ at, shown, foreign, context }) => {
      await shown(`${at(shop)}/login?user=ada`);
      const page = await foreign(evil);
      for (const cookie of [
        "__Host-sid=evil; Domain=shop.localhost; Path=/; Secure",
        "__Host-sid=evil; Domain=shop.localhost; Path=/who; Secure",
        "__host-sid=evil; Domain=shop.localhost; Path=/; Secure",
      ]) {
        await page.evaluate(`document.cookie = ${JSON.stringify(cookie)}`);
      }
      expect((await context.cookies(at(shop))).map(({ name, domain }) => [name, domain])).toEqual([
        ["__Host-sid", shop],
      ]);
      expect(await shown(`${at(shop)}/who`)).toBe("ada");
    },
  );

  attack(
    "under a name without prefix it can, and then neither session counts",
    async ({ at, shown, foreign, site }) => {
      const mallory = site.visitor();
      await mallory.get("/login?user=mallory");
      await shown(`${at(shop)}/login?user=ada`);
      const page = await foreign(evil);
      const value = mallory.cookies.get("plain");
      await page.evaluate(`document.cookie = "plain=${value}; Domain=shop.localhost; Path=/who"`);
      expect(await shown(`${at(shop)}/who`)).toBe("nobody");
      expect(site.told("tampered").map(({ reason }) => reason)).toEqual(["tossed"]);
    },
    { options: { cookie: { name: "plain" } } },
  );

  attack("no script can read the cookie", async ({ at, shown, foreign, context }) => {
    await shown(`${at(shop)}/login?user=ada`);
    const page = await foreign(shop);
    expect(await page.evaluate("document.cookie")).toBe("");
    expect(await context.cookies(at(shop))).toMatchObject([
      { name: "__Host-sid", httpOnly: true, secure: true },
    ]);
  });
});
