import { expect } from "vitest";
import { everyStore, threat } from "../threat.ts";

threat(4, "timing oracle on the lookup of an ID", everyStore, (attack) => {
  attack(
    "the store has nothing that can be presented: neither the cookie nor the secret in it",
    async (site) => {
      const user = site.visitor();
      await user.get("/login?user=ada");
      const cookie = user.cookies.get("sid") ?? "";
      const [id = "", secret = "", , mac = ""] = cookie.split(".");
      const record = await site.store.read(id, site.clock.now);
      const kept = JSON.stringify(record);
      expect(kept).toContain("ada");
      expect([secret, mac].filter((part) => kept.includes(part))).toEqual([]);
    },
  );

  attack(
    "whatever is guessed next to a cookie, no store is asked: there is nothing to time",
    async (site) => {
      const user = site.visitor();
      await user.get("/login?user=ada");
      const cookie = user.cookies.get("sid") ?? "";
      site.store.calls.read = 0;
      for (let at = 0; at < cookie.length; at += 3) {
        const guess = cookie.slice(0, at) + (cookie[at] === "a" ? "b" : "a") + cookie.slice(at + 1);
        expect((await user.get("/who", { cookie: `sid=${guess}` })).text).toBe("nobody");
      }
      expect(site.store.calls.read).toBe(0);
    },
  );
});
