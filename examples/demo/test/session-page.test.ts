import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { onEveryFramework, press, sessionCookie } from "./on-every-framework.ts";

const shown = async (page: Page, what: string) =>
  (await page.locator(`[data-test=${what}]`).textContent()) ?? "";
const held = async (page: Page): Promise<unknown> => JSON.parse(await shown(page, "data"));

/** Seconds, out of `2 d 03:14:15`. */
function seconds(text: string): number {
  const [, days = 0, ...clock] = /^(?:(\d+) d )?(\d\d):(\d\d):(\d\d)$/.exec(text) ?? [];
  return clock.reduce((sum, part) => sum * 60 + Number(part), Number(days) * 24);
}

/** A visitor who has set one value. */
async function withSession(visit: () => Promise<Page>): Promise<Page> {
  const page = await visit();
  await page.goto("/values");
  await page.locator("#set-name").fill("colour");
  await page.locator("#set-value").fill("green");
  await press(page, "Set it");
  await page.goto("/session");
  return page;
}

onEveryFramework("the page of the session", "hono", ({ visit }) => {
  it("shows the ID, what is held, and never the secret", async () => {
    const page = await withSession(visit);
    expect(await shown(page, "id")).toMatch(/^[\w-]{22}$/);
    expect(await shown(page, "ticket-id")).toBe(await shown(page, "id"));
    expect(await held(page)).toEqual({ "value:colour": "green" });
    const { value = "" } = (await sessionCookie(page)) ?? {};
    expect(value.slice(0, 22)).toBe(await shown(page, "id"));
    const secret = value.slice(23, 55);
    expect(secret).toMatch(/^[\w-]{32}$/);
    expect(await page.content()).not.toContain(secret);
    expect(await page.evaluate(() => document.cookie)).toBe("");
  });

  it("counts the age up, and both deadlines down", async () => {
    const page = await withSession(visit);
    const clocks = async () => ({
      age: seconds(await shown(page, "age")),
      idle: seconds(await shown(page, "idle")),
      absolute: seconds(await shown(page, "absolute")),
    });
    const first = await clocks();
    expect(first.age).toBeLessThan(60);
    expect(first.idle).toBeGreaterThan(29 * 60);
    expect(first.idle).toBeLessThanOrEqual(30 * 60);
    expect(first.absolute).toBeGreaterThan(12 * 3600 - 60);
    expect(first.absolute).toBeLessThanOrEqual(12 * 3600);
    await expect.poll(async () => (await clocks()).age, { timeout: 5_000 }).toBeGreaterThan(first.age);
    const second = await clocks();
    expect(second.idle).toBeLessThan(first.idle);
    expect(second.absolute).toBeLessThan(first.absolute);
  });

  it("renews the secret, and the session stays", async () => {
    const page = await withSession(visit);
    const [id, cookie] = [await shown(page, "id"), await sessionCookie(page)];
    await press(page, "Renew the secret");
    expect(await shown(page, "id")).toBe(id);
    expect(await held(page)).toEqual({ "value:colour": "green" });
    expect((await sessionCookie(page))?.value).not.toBe(cookie?.value);
    await page.reload();
    expect(await shown(page, "id")).toBe(id);
  });

  it("clears the values, and the session stays", async () => {
    const page = await withSession(visit);
    const id = await shown(page, "id");
    await press(page, "Clear the values");
    expect(await shown(page, "id")).toBe(id);
    expect(await held(page)).toEqual({});
  });

  it("ends the session, and its cookie", async () => {
    const page = await withSession(visit);
    const id = await shown(page, "id");
    await press(page, "End the session");
    expect(new URL(page.url()).pathname).toBe("/goodbye");
    expect(await sessionCookie(page)).toBeUndefined();
    await page.goto("/session");
    expect(await page.getByRole("main").textContent()).toContain("There is no session yet");
    const next = await withSession(async () => page);
    expect(await shown(next, "id")).not.toBe(id);
  });
});
