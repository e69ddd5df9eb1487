import { expect } from "vitest";
import { many } from "../many.ts";
import { inMemory, threat } from "../threat.ts";

threat(27, "flood of anonymous sessions", inMemory, (attack) => {
  attack(
    "thousands of visits without a cookie leave nothing in the store and get no cookie",
    async (site) => {
      const paths = ["/static", "/read", "/who", "/id", "/logout", "/rotate"];
      for (const _ of many(10, (i) => i)) {
        const answers = await Promise.all(many(200, (i) => site.visitor().get(paths[i % 6] as string)));
        expect(answers.flatMap(({ setCookie }) => setCookie)).toEqual([]);
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      }
      expect(site.store.calls).toEqual({ read: 0, write: 0, touch: 0, remove: 0 });
    },
  );

  attack("nor do cookies that were made up", async (site) => {
    const cookie = `sid=${"a".repeat(22)}.${"b".repeat(32)}.0.${"c".repeat(43)}`;
    await Promise.all(many(200, () => site.visitor().get("/read", { cookie })));
    expect(site.store.calls).toEqual({ read: 0, write: 0, touch: 0, remove: 0 });
  });
});
