import { expect } from "vitest";
import { many } from "../many.ts";
import { everyStore, threat } from "../threat.ts";

threat(17, "zombie by rotation", everyStore, (attack) => {
  attack("saves from before a rotation are refused, and the old cookie stays dead", async (site) => {
    const user = site.visitor();
    await user.get("/login?user=ada");
    const old = user.header();
    const slow = user.all(many(20, (i) => `/slow?key=late${i}&value=1`));
    await site.barrier.full(20);
    await user.get("/rotate");
    const cookie = user.header();
    site.barrier.open();
    expect((await slow).flatMap(({ setCookie }) => setCookie)).toEqual([]);
    expect((await user.get("/who", { cookie: old })).text).toBe("nobody");
    expect((await user.get("/read", { cookie })).text).toBe("{}");
    expect((await user.get("/who", { cookie })).text).toBe("ada");
  });

  attack("saves from before a renewal land in the renewed session", async (site) => {
    const user = site.visitor();
    await user.get("/login?user=ada");
    const slow = user.all(many(20, (i) => `/slow?key=late${i}&value=1`));
    await site.barrier.full(20);
    await user.get("/renew");
    const cookie = user.header();
    site.barrier.open();
    expect((await slow).flatMap(({ setCookie }) => setCookie)).toEqual([]);
    expect(Object.keys(JSON.parse((await user.get("/read", { cookie })).text))).toHaveLength(20);
  });

  attack("a rotation that waits at the store while the logout goes through revives nothing", async (site) => {
    const user = site.visitor();
    await user.get("/login?user=ada");
    const before = user.header();
    const gate = site.store.hold("write");
    const rotating = user.get("/rotate");
    await gate.reached;
    await user.copy().get("/logout");
    gate.open();
    expect((await rotating).setCookie).toEqual([]);
    expect(await site.store.read(before.slice(4, 26), site.clock.now)).toBeUndefined();
    expect(site.told("created")).toHaveLength(1);
  });
});
