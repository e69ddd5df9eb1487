import { expect } from "vitest";
import { many } from "../many.ts";
import { everyStore, threat } from "../threat.ts";

threat(14, "replay of a cookie after the logout", everyStore, (attack) => {
  attack("a captured cookie is nobody's after the logout", async ({ visitor }) => {
    const user = visitor();
    await user.get("/login?user=ada");
    const thief = user.copy();
    expect((await thief.get("/who")).text).toBe("ada");
    await user.get("/logout");
    expect((await thief.get("/who")).text).toBe("nobody");
    expect((await thief.get("/read")).text).toBe("{}");
  });

  attack("replays that race the logout win nothing that lasts", async ({ visitor, store, clock }) => {
    const user = visitor();
    await user.get("/login?user=ada");
    const captured = user.header();
    const thief = user.copy();
    const replays = many(40, (i) =>
      thief.get(i % 2 ? "/who" : `/set?key=k${i}&value=1`, { cookie: captured }),
    );
    await Promise.all([...replays.slice(0, 20), user.get("/logout"), ...replays.slice(20)]);
    expect((await thief.get("/who", { cookie: captured })).text).toBe("nobody");
    // Whatever cookies they were sent belong to sessions of their own.
    expect((await thief.get("/who")).text).toBe("nobody");
    expect(await store.read(captured.slice(4, 26), clock.now)).toBeUndefined();
  });

  attack("what was captured before a rotation is nobody's after it", async ({ visitor }) => {
    const user = visitor();
    await user.get("/login?user=ada");
    const thief = user.copy();
    await user.get("/rotate");
    const answers = await thief.all(many(20, () => "/who"));
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(["nobody"]));
    expect((await user.get("/who")).text).toBe("ada");
  });

  attack("on another server of the site as well", async (site) => {
    const elsewhere = await site.serve(site.manager({}));
    const user = site.visitor();
    await user.get("/login?user=ada");
    const thief = user.copy(elsewhere);
    expect((await thief.get("/who")).text).toBe("ada");
    await user.get("/logout");
    expect((await thief.get("/who")).text).toBe("nobody");
  });
});
