import { describe, expect, it } from "vitest";
import type { Handler } from "./fixtures/browser.ts";
import { day, hour } from "./fixtures/clock.ts";
import { type Anything, createSite, createVisitedSite } from "./fixtures/site.ts";

/** `Max-Age` of the cookie that a new session with `handler` gets, or `closing`. */
async function ageAfter(handler: Handler<Anything>, persistent = true): Promise<number | "closing"> {
  const { browser } = createSite({ cookie: { persistent } });
  const answer = await browser().visit((session) => {
    session.set("name", "ada");
    return handler(session);
  });
  const age = /; Max-Age=(\d+);/.exec(answer.cookie ?? "")?.[1];
  return age === undefined ? "closing" : Number(age);
}

describe("the lifetime of the cookie", () => {
  it("runs to the absolute end: the server decides about idleness", async () => {
    expect(await ageAfter(() => undefined)).toBe(30 * day);
    expect(await ageAfter((session) => session.setExpiry(10))).toBe(30 * day);
    expect(await ageAfter((session) => session.setAbsolute(90 * day))).toBe(90 * day);
  });

  it("runs to a Date, and no longer than the absolute end", async () => {
    const at = (seconds: number) => (session: { expiryDate: Date; setExpiry(date: Date): void }) =>
      session.setExpiry(new Date(session.expiryDate.getTime() - (14 * day - seconds) * 1000));
    expect(await ageAfter(at(hour))).toBe(hour);
    expect(await ageAfter(at(100 * day))).toBe(30 * day);
    expect(await ageAfter(at(1.9))).toBe(1);
  });

  it("is what is left, where a cookie goes out later", async () => {
    const { ada, clock } = await createVisitedSite();
    clock.advance(day);
    expect((await ada.visit((session) => session.rotate())).cookie).toContain(`Max-Age=${29 * day}`);
    expect((await ada.visit((session) => (session.owner = "ada"))).cookie).toContain(`Max-Age=${30 * day}`);
  });

  // Django's truth table: an expiry of its own decides, otherwise the option.
  it.each<[boolean, number | null | undefined, boolean]>([
    [true, undefined, false],
    [true, 10, false],
    [true, 0, true],
    [true, null, false],
    [false, undefined, true],
    [false, 10, false],
    [false, 0, true],
    [false, null, true],
  ])(
    "with persistent: %s and setExpiry(%s), ends with the browser: %s",
    async (persistent, expiry, closes) => {
      const setExpiry: Handler<Anything> = (session) => {
        if (expiry !== undefined) session.setExpiry(expiry);
        expect(session.expiresAtBrowserClose).toBe(closes);
      };
      expect(await ageAfter(setExpiry, persistent)).toBe(closes ? "closing" : 30 * day);
    },
  );

  it("changes for a browser that has it where it becomes another, and only then", async () => {
    const { ada } = await createVisitedSite();
    expect((await ada.visit((session) => session.setExpiry(0))).cookie).not.toContain("Max-Age");
    expect((await ada.visit((session) => session.setExpiry(0))).cookie).toBeUndefined();
    expect((await ada.visit((session) => session.setExpiry(null))).cookie).toContain("Max-Age");
    expect((await ada.visit((session) => session.setExpiry(60))).cookie).toBeUndefined();
  });

  it("decides what is left when the browser closes", async () => {
    const { ada } = await createVisitedSite();
    ada.jar.close();
    expect(await ada.data()).toEqual({ name: "ada" });
    await ada.visit((session) => session.setExpiry(0));
    expect(await ada.data()).toEqual({ name: "ada" });
    ada.jar.close();
    expect(await ada.data()).toEqual({});
  });
});

describe("the cookie over https", () => {
  it("has the prefix and is Secure, also where the option `secure` says so", async () => {
    const { sessions } = createSite({ secure: (request) => request === "trusted" });
    for (const facts of [
      { secure: true, request: undefined },
      { secure: false, request: "trusted" },
    ]) {
      const session = await sessions.open({ cookies: undefined, ...facts });
      session.set("name", "ada");
      const [cookie] = (await sessions.commit(session, { status: 200 }))?.setCookie ?? [];
      expect(cookie).toMatch(
        /^__Host-sid=[\w.-]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      );
    }
  });

  it("is deleted with the same prefix, path and Secure", async () => {
    const { sessions } = createSite();
    const session = await sessions.open({ cookies: "__Host-sid=old", secure: true, request: undefined });
    await session.flush();
    expect((await sessions.commit(session, { status: 200 }))?.setCookie).toEqual([
      "__Host-sid=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; HttpOnly; Secure; SameSite=Lax",
    ]);
  });
});
