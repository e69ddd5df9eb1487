import { expect } from "vitest";
import { many } from "../many.ts";
import { everyStore, threat } from "../threat.ts";

threat(15, "zombie session: a logout races a save", everyStore, (attack) => {
  attack("twenty slow requests that save after the logout bring nothing back", async (site) => {
    const user = site.visitor();
    await user.get("/set?key=secret&value=1");
    await user.get("/login?user=ada");
    const before = user.header();
    const slow = user.all(many(20, (i) => `/slow?key=late${i}&value=1`));
    await site.barrier.full(20);
    await user.get("/logout");
    site.barrier.open();
    const answers = await slow;
    // No cookie: neither the old session nor a new one that carries its data.
    expect(answers.flatMap(({ setCookie }) => setCookie)).toEqual([]);
    expect(site.told("created")).toHaveLength(1);
    expect(new Set(site.told("gone").map(({ reason }) => reason))).toEqual(new Set(["vanished"]));
    expect(await site.store.read(before.slice(4, 26), site.clock.now)).toBeUndefined();
    expect((await user.get("/who", { cookie: before })).text).toBe("nobody");
  });

  attack("a save that waits at the store while the logout goes through is refused", async (site) => {
    const user = site.visitor();
    await user.get("/login?user=ada");
    const before = user.header();
    const gate = site.store.hold("write");
    const saving = user.get("/set?key=late&value=1");
    await gate.reached;
    await user.copy().get("/logout");
    gate.open();
    expect((await saving).setCookie).toEqual([]);
    expect(await site.store.read(before.slice(4, 26), site.clock.now)).toBeUndefined();
    expect((await user.get("/who", { cookie: before })).text).toBe("nobody");
  });

  attack("a revocation from another server ends what is under way", async (site) => {
    if (!site.store.abilities.owners) {
      await expect(site.sessions.revoke("ada")).rejects.toMatchObject({ code: "ERR_SESS_STORE_UNSUPPORTED" });
      return;
    }
    const elsewhere = site.manager({});
    const user = site.visitor();
    await user.get("/login?user=ada");
    const before = user.header();
    const slow = user.all(many(10, (i) => `/slow?key=late${i}&value=1`));
    await site.barrier.full(10);
    expect(await elsewhere.revoke("ada")).toBe(1);
    site.barrier.open();
    expect((await slow).flatMap(({ setCookie }) => setCookie)).toEqual([]);
    expect((await user.get("/who", { cookie: before })).text).toBe("nobody");
    expect(await elsewhere.list("ada")).toEqual([]);
  });
});
