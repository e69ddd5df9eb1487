import { expect } from "vitest";
import { begun } from "./begun.ts";
import type { Browser } from "./browser.ts";
import { overEveryStore, type Site } from "./site.ts";
import { expectSwept } from "./sweeping.ts";

const hour = 3_600_000;

overEveryStore((behaves) => {
  behaves("django 38: a session is listed by its ID, which is the key of its record", async (site) => {
    const { browser, place, sessions } = site;
    const id = await login(browser, "7");
    expect(await place.read(id)).toBeDefined();
    await withOwners(site, async () => {
      expect((await sessions.list("7")).map((session) => session.id)).toEqual([id]);
    });
  });

  behaves("django 41: a sweep removes what has expired, and leaves what has not", async (site) => {
    const { browser, clock, stranger } = site;
    await begun(browser);
    await stranger().visit((session) => {
      session.set("x", 1);
      session.setExpiry(60);
    });
    clock.now += hour;
    await expectSwept(site, 1);
    await expectSwept(site, 0);
    expect((await browser.visit((session) => session.get("x"))).value).toBe(1);
  });

  behaves("django 43: a record names its owner, and no longer once the owner is taken away", async (site) => {
    const { browser, place, sessions } = site;
    const id = await login(browser, "7");
    expect((await place.read(id))?.owner).toBe("7");
    await withOwners(site, async () => expect(await sessions.list("7")).toHaveLength(1));
    await browser.visit((session) => {
      session.owner = undefined;
    });
    const record = await place.read(id);
    expect([record !== undefined, record?.owner]).toEqual([true, undefined]);
    await withOwners(site, async () => expect(await sessions.list("7")).toEqual([]));
  });

  behaves(
    "django 56: a sweep goes by each session's own expiry where it has one, else by the default",
    async (site) => {
      const { clock, stranger } = site;
      const [longer, shorter, usual] = [stranger(), stranger(), stranger()];
      await longer.visit((session) => {
        session.set("x", 1);
        session.setExpiry(3600);
      });
      await shorter.visit((session) => {
        session.set("x", 1);
        session.setExpiry(new Date(clock.now - 1));
      });
      await begun(usual);
      clock.now += 180_000;
      await expectSwept(site, 2);
      const has = async (browser: Browser) => (await browser.visit((session) => session.has("x"))).value;
      expect([await has(longer), await has(shorter), await has(usual)]).toEqual([true, false, false]);
    },
    { idle: "1m" },
  );
});

/** Logs in, and says the ID of the session. */
async function login(browser: Browser, user: string): Promise<string> {
  const { value } = await browser.visit(async (session) => {
    session.owner = user;
    await session.save();
    return session.id ?? "";
  });
  return value;
}

/** The check, or, where a store cannot find sessions by owner, that it says so. */
async function withOwners({ sessions, store }: Site, check: () => Promise<void>): Promise<void> {
  if (store.abilities.owners) return check();
  await expect(sessions.list("7")).rejects.toMatchObject({ code: "ERR_SESS_STORE_UNSUPPORTED" });
}
