import { expect } from "vitest";
import { begun } from "./begun.ts";
import type { Browser } from "./browser.ts";
import { overEveryStore } from "./site.ts";
import { expectWorthless } from "./worthless.ts";

const dataOf = async (browser: Browser) => (await browser.visit((session) => session.toJSON())).value;
const ownerOf = async (browser: Browser) => (await browser.visit((session) => session.owner)).value;

/** What a login page does. */
async function login(browser: Browser, user: string): Promise<readonly string[]> {
  const { setCookie } = await browser.visit((session) => {
    session.owner = user;
  });
  return setCookie;
}

overEveryStore((behaves) => {
  behaves(
    "differs (login): setting the owner is the login: data stays, the cookie from before is worthless (by token it has no login)",
    async (site) => {
      const { browser, clock } = site;
      await begun(browser);
      const planted = browser.copy();
      clock.now += 86_400_000;
      const [line] = await login(browser, "7");
      expect(line).toContain(`Max-Age=${30 * 86_400};`);
      expect([await dataOf(browser), await ownerOf(browser)]).toEqual([{ x: 1 }, "7"]);
      expect(await ownerOf(planted)).toBeUndefined();
      await expectWorthless(site, planted, { x: 1 });
    },
  );

  behaves("differs (login): the same user again changes nothing", async ({ browser }) => {
    await login(browser, "7");
    const cookies = new Map(browser.cookies);
    expect(await login(browser, "7")).toEqual([]);
    expect(browser.cookies).toEqual(cookies);
  });

  behaves(
    "differs (login): another user finds the data of the one before, unless it was flushed",
    async (site) => {
      const { browser } = site;
      await begun(browser);
      await login(browser, "7");
      await login(browser, "8");
      expect([await dataOf(browser), await ownerOf(browser)]).toEqual([{ x: 1 }, "8"]);
      await browser.visit(async (session) => {
        await session.flush();
        session.owner = "9";
      });
      expect([await dataOf(browser), await ownerOf(browser)]).toEqual([{}, "9"]);
    },
  );

  behaves(
    "differs (login): a request from before it neither reads nor writes what came after (by token it undoes the login)",
    async (site) => {
      const { browser, byToken, told } = site;
      await begun(browser);
      const slow = await browser.begin();
      await browser.visit((session) => {
        session.owner = "7";
        session.set("role", "admin");
      });
      slow.session.set("x", "late");
      expect((await slow.end()).setCookie).toHaveLength(byToken ? 1 : 0);
      expect(told("gone").map(({ reason }) => reason)).toEqual(byToken ? [] : ["rotated"]);
      expect([await dataOf(browser), await ownerOf(browser)]).toEqual(
        byToken ? [{ x: "late" }, undefined] : [{ x: 1, role: "admin" }, "7"],
      );
    },
  );

  behaves(
    "differs (logout): flush ends the session for every copy of its cookie (by token not for copies, until its deadline)",
    async (site) => {
      const { browser, byToken } = site;
      await begun(browser);
      await login(browser, "7");
      const copy = browser.copy();
      const { setCookie } = await browser.visit((session) => session.flush());
      expect(setCookie[0]).toMatch(/^__Host-sid=; Max-Age=0;/);
      expect([browser.cookies.size, await ownerOf(copy)]).toEqual([0, byToken ? "7" : undefined]);
      await expectWorthless(site, copy, { x: 1 });
    },
  );

  behaves("differs (revoke): after a change of password, the other sessions of a user end", async (site) => {
    const { browser, sessions, store, stranger } = site;
    const other = stranger();
    const somebody = stranger();
    await login(browser, "7");
    await login(other, "7");
    await login(somebody, "8");
    const changePassword = browser.visit(async (session) => {
      session.rotate();
      return sessions.revoke("7", { except: session });
    });
    if (!store.abilities.owners) {
      await expect(changePassword).rejects.toMatchObject({ code: "ERR_SESS_STORE_UNSUPPORTED" });
      return;
    }
    expect((await changePassword).value).toBe(1);
    expect([await ownerOf(browser), await ownerOf(other), await ownerOf(somebody)]).toEqual([
      "7",
      undefined,
      "8",
    ]);
  });
});
