import { expect } from "vitest";
import { many } from "../many.ts";
import { everyStore, threat } from "../threat.ts";

threat(18, "lost update", everyStore, (attack) => {
  attack("forty requests at once that set a key each lose none", async (site) => {
    const user = site.visitor();
    await user.get("/set?key=a&value=1");
    const slow = user.all(many(40, (i) => `/slow?key=k${i}&value=${i}`));
    await site.barrier.full(40);
    site.barrier.open();
    expect(new Set((await slow).map(({ status }) => status))).toEqual(new Set([200]));
    const expected = Object.fromEntries(many(40, (i) => [`k${i}`, String(i)]));
    expect(JSON.parse((await user.get("/read")).text)).toEqual({ a: "1", ...expected });
  });

  attack("forty requests at once on two servers count to forty", async (site) => {
    const user = site.visitor();
    await user.get("/set?key=a&value=1");
    const other = user.copy(
      site.store.abilities.atomicWrite ? await site.serve(site.manager({})) : undefined,
    );
    const paths = many(20, () => "/count");
    await Promise.all([user.all(paths), other.all(paths)]);
    expect(JSON.parse((await user.get("/read")).text)).toEqual({ a: "1", count: 40 });
  });

  attack("of the same key the later save wins, and the conflict is told", async (site) => {
    const user = site.visitor();
    await user.get("/set?key=a&value=1");
    const slow = user.get("/slow?key=a&value=slow");
    await site.barrier.full(1);
    await user.get("/set?key=a&value=quick");
    site.barrier.open();
    await slow;
    expect((await user.get("/read")).text).toBe('{"a":"slow"}');
    expect(site.told("conflict").map(({ keys }) => keys)).toEqual([["a"]]);
  });
});
