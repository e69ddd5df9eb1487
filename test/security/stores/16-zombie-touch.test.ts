import { expect } from "vitest";
import { many } from "../many.ts";
import { everyStore, threat } from "../threat.ts";

const options = { touchAfter: 0 };

threat(16, "zombie by touch", everyStore, (attack) => {
  attack(
    "slow readers whose touch comes after the logout bring nothing back",
    async (site) => {
      const user = site.visitor();
      await user.get("/login?user=ada");
      const before = user.header();
      site.clock.now += 60_000;
      const slow = user.all(many(20, () => "/slow"));
      await site.barrier.full(20);
      await user.get("/logout");
      site.barrier.open();
      expect((await slow).flatMap(({ setCookie }) => setCookie)).toEqual([]);
      expect(await site.store.read(before.slice(4, 26), site.clock.now)).toBeUndefined();
      expect((await user.get("/who", { cookie: before })).text).toBe("nobody");
    },
    { options },
  );

  attack(
    "a touch that waits at the store while the logout goes through is refused",
    async (site) => {
      const user = site.visitor();
      await user.get("/login?user=ada");
      const before = user.header();
      site.clock.now += 60_000;
      // A store without touch has the record written.
      const gates = [site.store.hold("touch"), site.store.hold("write")];
      const reading = user.get("/who");
      await Promise.race(gates.map(({ reached }) => reached));
      await user.copy().get("/logout");
      for (const gate of gates) gate.open();
      expect((await reading).setCookie).toEqual([]);
      expect(site.told("touched")).toEqual([]);
      expect(await site.store.read(before.slice(4, 26), site.clock.now)).toBeUndefined();
    },
    { options },
  );
});
