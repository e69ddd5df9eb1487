import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { logIn, onEveryFramework, press, type Scene, sessionCookie } from "./on-every-framework.ts";
import { createVisitor } from "./visitor.ts";

/** A page on another port, which sends a form of its own to the site. Gives the status that came of it. */
async function forge(
  page: Page,
  { at }: Scene,
  host: "localhost" | "127.0.0.1",
): Promise<number | undefined> {
  const attacker = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(`<form method="post" action="${at("/values/set")}">
<input name="name" value="planted"><input name="value" value="yes"><button>Win a prize</button></form>`);
  }).listen(0);
  await once(attacker, "listening");
  try {
    await page.goto(`http://${host}:${(attacker.address() as AddressInfo).port}/`);
    const [response] = await Promise.all([
      page.waitForResponse(at("/values/set")),
      page.getByRole("button").click(),
    ]);
    await page.waitForURL(at("/values/set"));
    return response.status();
  } finally {
    attacker.closeAllConnections();
    attacker.close();
  }
}

onEveryFramework("every form", "koa", (scene) => {
  it("carries a token, once there is a session that it can belong to", async () => {
    const page = await scene.visit();
    await page.goto("/cart");
    await press(page, "Add Desk lamp");
    await logIn(page, "reader", "quiet-corner");
    for (const path of [
      ...["/values", "/visits", "/preferences", "/cart", "/booking"],
      ...["/messages", "/parallel", "/account", "/devices", "/session"],
    ]) {
      await page.goto(path);
      const tokens = await page
        .locator('form[method="post"]')
        .evaluateAll((forms) => forms.map((form) => new FormData(form as HTMLFormElement).get("_csrf")));
      expect(tokens.length, path).toBeGreaterThan(0);
      for (const token of tokens) expect(token, path).toMatch(/^[\w-]{86}$/);
    }
  });

  it.each(["localhost", "127.0.0.1"] as const)(
    "is refused with words when a page on %s made it",
    async (host) => {
      const page = await scene.visit();
      await logIn(page, "reader", "quiet-corner");
      const before = await sessionCookie(page);
      expect(await forge(page, scene, host)).toBe(403);
      expect(await page.getByRole("main").textContent()).toContain("a page of another site");
      expect(await page.locator("[data-test=reason]").textContent()).toBe("cross-site");
      expect(await sessionCookie(page, scene.at("/"))).toEqual(before);
      await page.goto(scene.at("/values?name=planted"));
      expect(await page.getByRole("main").textContent()).toContain("There is nothing under planted.");
      await page.goto(scene.at("/account"));
      expect(await page.locator("[data-test=owner]").textContent()).toBe("reader");
    },
  );

  it("works by its token in a browser that says nothing of where it comes from, and only by that", async () => {
    const old = createVisitor(scene.at(""), { site: undefined });
    const { html } = await old.visit("/login");
    const token = /name="_csrf" value="([\w-]{86})"/.exec(html)?.[1] ?? "";
    const login = { name: "reader", password: "quiet-corner" };
    for (const [_csrf, reason] of [
      ["", "token-missing"],
      ["x", "token-malformed"],
    ] as const) {
      const refused = await old.visit("/login", { ...login, _csrf });
      expect([refused.status, refused.shown("reason")]).toEqual([403, reason]);
    }
    expect((await old.visit("/login", { ...login, _csrf: token })).shown("owner")).toBe("reader");
    const stale = await old.visit("/logout", { _csrf: token });
    expect([stale.status, stale.shown("reason")]).toEqual([403, "token-wrong"]);
    expect(stale.html).toContain("This form is out of date");
    expect((await old.visit("/account")).shown("owner")).toBe("reader");
  });

  it("leads on to the page that the login was for, and never to another site", async () => {
    const page = await scene.visit();
    await page.goto("/devices");
    expect(new URL(page.url()).pathname).toBe("/login");
    await page.getByLabel("Name").fill("reader");
    await page.getByLabel("Password").fill("wrong");
    await press(page, "Log in");
    await page.getByLabel("Password").fill("quiet-corner");
    await press(page, "Log in");
    expect(page.url()).toBe(scene.at("/devices"));
    await page.goto("/login?next=%2F%2Fevil.example");
    expect(page.url()).toBe(scene.at("/account"));
  });
});
