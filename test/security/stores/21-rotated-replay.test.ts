import { expect } from "vitest";
import { many } from "../many.ts";
import { everyStore, threat } from "../threat.ts";

threat(21, "replay of a rotated secret", everyStore, (attack) => {
  attack("after the grace it is refused and told, however often it comes at once", async (site) => {
    const user = site.visitor();
    await user.get("/login?user=ada");
    const thief = user.copy();
    await user.get("/renew");
    expect((await thief.get("/who")).text).toBe("ada");
    await user.get("/who");
    site.clock.now += 10_000;
    const answers = await thief.all(many(20, (i) => (i % 2 ? "/who" : `/set?key=k${i}&value=1`)));
    expect(answers.filter(({ text }) => text.includes("ada"))).toEqual([]);
    expect(answers.flatMap(({ setCookie }) => setCookie)).toEqual([]);
    expect(site.told("replayed").length).toBeGreaterThanOrEqual(20);
    expect((await user.get("/read")).text).toBe("{}");
    expect((await user.get("/who")).text).toBe("ada");
  });

  attack(
    "with onReplay it ends the session for everybody, also for what is under way",
    async (site) => {
      const user = site.visitor();
      await user.get("/login?user=ada");
      const thief = user.copy();
      await user.get("/renew");
      await user.get("/who");
      const slow = user.all(many(10, (i) => `/slow?key=late${i}&value=1`));
      await site.barrier.full(10);
      site.clock.now += 10_000;
      expect((await thief.get("/who")).text).toBe("nobody");
      site.barrier.open();
      expect((await slow).flatMap(({ setCookie }) => setCookie)).toEqual([]);
      expect((await user.get("/who")).text).toBe("nobody");
      expect(
        await site.store.read(user.cookies.get("sid")?.slice(0, 22) ?? "", site.clock.now),
      ).toBeUndefined();
    },
    { options: { onReplay: "revoke" } },
  );

  attack("after a rotation proper there is no grace", async ({ visitor }) => {
    const user = visitor();
    await user.get("/login?user=ada");
    const thief = user.copy();
    await user.get("/rotate");
    const answers = await thief.all(many(20, () => "/who"));
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(["nobody"]));
  });
});
