import { expect } from "vitest";
import { inMemory, threat } from "../threat.ts";

// Without proof of a key that the device holds, a cookie is good for whoever has it. What is left: it does not stay good,
// its use is seen, and its owner can end it.
const options = { rotateEvery: "10m", onReplay: "revoke" } as const;

threat(20, "stolen cookie on another machine", inMemory, (attack) => {
  attack(
    "a stolen cookie is refused once its owner has had a newer one for the grace",
    async ({ visitor, clock }) => {
      const user = visitor();
      await user.get("/login?user=ada");
      const thief = user.copy();
      clock.now += 11 * 60_000;
      for (const _ of ["renewed", "presented"]) expect((await user.get("/who")).text).toBe("ada");
      clock.now += 11_000;
      const { text, setCookie } = await thief.get("/who");
      expect([text, setCookie]).toEqual(["nobody", []]);
    },
    { options: { rotateEvery: "10m" } },
  );

  attack(
    "a thief who renews first is found out by its owner's next visit, and both are out",
    async ({ visitor, clock, told }) => {
      const user = visitor();
      await user.get("/login?user=ada");
      const thief = user.copy();
      clock.now += 11 * 60_000;
      for (const _ of ["renewed", "presented"]) expect((await thief.get("/who")).text).toBe("ada");
      clock.now += 11_000;
      expect((await user.get("/who")).text).toBe("nobody");
      expect(told("replayed")).toMatchObject([{ owner: "ada" }]);
      expect((await thief.get("/who")).text).toBe("nobody");
    },
    { options },
  );

  attack("its owner sees the session in the list and ends it, the copies as well", async (site) => {
    const [user, other] = [site.visitor(), site.visitor()];
    await user.get("/login?user=ada");
    await other.get("/login?user=ada");
    const thief = other.copy();
    const mine = (await user.get("/id")).text;
    const list = await site.sessions.list("ada", { current: mine });
    expect(list.map(({ current }) => current).sort()).toEqual([false, true]);
    expect(await site.sessions.revoke("ada", { except: mine })).toBe(1);
    expect((await thief.get("/who")).text).toBe("nobody");
    expect((await user.get("/who")).text).toBe("ada");
  });
});
