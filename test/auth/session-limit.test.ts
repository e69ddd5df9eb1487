import { memoryStore } from "@sess/core";
import { expect, it } from "vitest";
import type { Browser } from "./browser.ts";
import { overEverySite, type Site } from "./site.ts";

const isIn = async (device: Browser) => (await device.get("/members")).status === 200;
const logIn = ({ auth, users }: Site, device: Browser) =>
  device.run((session) => auth.login(session, users.ada));

overEverySite((open) => {
  it("ends the session that was not used for the longest time", async () => {
    const site = await open({ maxSessions: 2 });
    const [phone, laptop, tablet] = [site.browser(), site.browser(), site.browser()];
    await logIn(site, phone);
    site.clock.advance(60);
    await logIn(site, laptop);
    site.clock.advance(60);
    await phone.run((session) => session.set("busy", true));
    site.clock.advance(60);
    await logIn(site, tablet);
    expect([await isIn(phone), await isIn(laptop), await isIn(tablet)]).toEqual([true, false, true]);
  });

  it("leaves other users alone", async () => {
    const site = await open({ maxSessions: 1 });
    const [hers, mine] = [site.browser(), site.browser()];
    await hers.run((session) => site.auth.login(session, site.users.eve));
    await logIn(site, mine);
    expect([await isIn(hers), await isIn(mine)]).toEqual([true, true]);
  });

  it("counts a session that logs in again once", async () => {
    for (const atLimit of ["evict", "refuse"] as const) {
      const site = await open({ maxSessions: 2, atLimit });
      const [phone, laptop] = [site.browser(), site.browser()];
      for (const device of [phone, laptop, phone, laptop]) await logIn(site, device);
      expect([await isIn(phone), await isIn(laptop)]).toEqual([true, true]);
    }
  });

  it("does not count sessions that have ended", async () => {
    const site = await open({ maxSessions: 1, atLimit: "refuse" });
    const [phone, laptop, tablet] = [site.browser(), site.browser(), site.browser()];
    await logIn(site, phone);
    await phone.run((session) => site.auth.logout(session));
    await logIn(site, laptop);
    site.clock.advance(31 * 86_400);
    await logIn(site, tablet);
    expect(await isIn(tablet)).toBe(true);
  });

  it("refuses where that is asked for, and changes nothing", async () => {
    const site = await open({ maxSessions: 1, atLimit: "refuse" });
    const [phone, laptop] = [site.browser(), site.browser()];
    await logIn(site, phone);
    await laptop.run(async (session) => {
      session.set("cart", ["book"]);
      await expect(site.auth.login(session, site.users.ada)).rejects.toMatchObject({
        code: "ERR_SESS_LOGIN_REFUSED",
        status: 409,
      });
    });
    expect([await isIn(phone), await isIn(laptop)]).toEqual([true, false]);
    expect(await laptop.run((session) => [session.owner, session.get("cart")])).toEqual([null, ["book"]]);
  });

  it("leaves somebody else logged in whose browser is refused", async () => {
    const site = await open({ maxSessions: 1, atLimit: "refuse" });
    const [phone, laptop] = [site.browser(), site.browser()];
    await logIn(site, phone);
    await laptop.run((session) => site.auth.login(session, site.users.eve));
    await laptop.run(async (session) => {
      await expect(site.auth.login(session, site.users.ada)).rejects.toMatchObject({
        code: "ERR_SESS_LOGIN_REFUSED",
      });
    });
    expect((await laptop.get("/members")).text).toBe("Eve");
  });

  it.each(["evict", "refuse"] as const)("holds after many logins at once: %s", async (atLimit) => {
    const site = await open({ maxSessions: 3, atLimit });
    const devices = Array.from({ length: 12 }, () => site.browser());
    await Promise.all(
      devices.map((device) =>
        device.run((session) => site.auth.login(session, site.users.ada).catch(refused)),
      ),
    );
    const live = await site.sessions.list(site.users.ada.id);
    expect(live).toHaveLength(3);
    const stillIn = await Promise.all(devices.map(isIn));
    expect(stillIn.filter((yes) => yes)).toHaveLength(3);
  });

  it("says what the store lacks", async () => {
    const { listOwner: _list, removeOwner: _remove, ...store } = memoryStore();
    const site = await open({
      maxSessions: 1,
      store: { ...store, abilities: { ...store.abilities, owners: false } },
    });
    await site.browser().run(async (session) => {
      await expect(site.auth.login(session, site.users.ada)).rejects.toMatchObject({
        code: "ERR_SESS_STORE_UNSUPPORTED",
      });
    });
  });
});

/** What a login may be told that lost its place. */
function refused(error: unknown): void {
  expect(error).toMatchObject({ code: "ERR_SESS_LOGIN_REFUSED" });
}
