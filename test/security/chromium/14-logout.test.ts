import type { CookieOptions } from "@sess/core";
import { expect } from "vitest";
import type { Pages } from "../frameworks.ts";
import { threatInBrowser } from "./in-browser.ts";

const shapes: Readonly<Record<string, CookieOptions>> = {
  "with the prefix `__Host-`": {},
  "with a domain": { domain: "shop.localhost" },
  "with a path": { path: "/app" },
  "that is partitioned": { secure: true, sameSite: "none", partitioned: true },
  "that ends with the browser": { persistent: false },
};

const pages: Pages = {
  "/app/in": ({ session }) => {
    session.owner = "ada";
    return "in";
  },
  "/app/out": async ({ session }) => {
    await session.flush();
    return "out";
  },
  "/app/who": ({ session }) => session.owner ?? "nobody",
};

threatInBrowser(14, "the cookie is gone after the logout", "Koa", (attack) => {
  for (const [shape, cookie] of Object.entries(shapes)) {
    attack(
      `a cookie ${shape} is removed, and comes back with nothing`,
      async ({ at, shown, context, site }) => {
        const home = `${at("app.shop.localhost")}/app`;
        await shown(`${home}/in`);
        expect(await context.cookies()).toHaveLength(1);
        expect(await shown(`${home}/who`)).toBe("ada");
        await shown(`${home}/out`);
        expect(await context.cookies()).toEqual([]);
        expect(await shown(`${home}/who`)).toBe("nobody");
        expect(site.told("flushed")).toHaveLength(1);
      },
      { pages, options: { cookie } },
    );
  }
});
