import { expect } from "vitest";
import { many } from "../many.ts";
import { inMemory, threat } from "../threat.ts";

threat(23, "store outage fails open", inMemory, (attack) => {
  attack("who cannot be read is nobody's anonymous session: an error, and the cookie stays", async (site) => {
    const user = site.visitor();
    await user.get("/login?user=ada");
    const before = user.header();
    site.store.break("read");
    const answers = await user.all(["/who", "/read", "/set?key=a&value=1", "/login?user=eve", "/logout"]);
    expect(answers.map(({ status, setCookie }) => [status, setCookie])).toEqual(many(5, () => [500, []]));
    expect(site.store.calls.write).toBe(1);
    site.store.break();
    expect(user.header()).toBe(before);
    expect((await user.get("/who")).text).toBe("ada");
  });

  attack("a page without the session is served", async (site) => {
    const user = site.visitor();
    await user.get("/login?user=ada");
    site.store.break("read", "write", "touch", "remove");
    const { status, text, setCookie } = await user.get("/static");
    expect([status, text, setCookie]).toEqual([200, "static", []]);
  });

  attack("a write that fails gives no cookie, and a logout that fails says so", async (site) => {
    const user = site.visitor();
    site.store.break("write");
    const { status, setCookie } = await user.get("/login?user=ada");
    expect([status, setCookie]).toEqual([500, []]);
    site.store.break();
    await user.get("/login?user=ada");
    site.store.break("remove");
    expect((await user.get("/logout")).status).toBe(500);
    site.store.break();
    expect((await user.get("/who")).text).toBe("ada");
  });

  attack("a store that goes down in the middle of many requests logs nobody in or out", async (site) => {
    const users = many(10, () => site.visitor());
    await Promise.all(users.map((user, i) => user.get(`/login?user=user${i}`)));
    const gate = site.store.hold("write");
    const first = users.map((user) => user.all(["/who", "/set?key=a&value=1", "/renew"]));
    await gate.reached;
    site.store.break("read", "write");
    const rest = users.map((user) => user.all(["/who", "/set?key=b&value=1"]));
    gate.open();
    const answers = (await Promise.all([...first, ...rest])).flat();
    expect(answers.filter(({ status, setCookie }) => status === 500 && setCookie.length > 0)).toEqual([]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 500]));
    site.store.break();
    const who = await Promise.all(users.map(async (user) => (await user.get("/who")).text));
    expect(who).toEqual(many(10, (i) => `user${i}`));
  });

  attack(
    "a store that does not answer is an error in time",
    async (site) => {
      const user = site.visitor();
      await user.get("/login?user=ada");
      const gate = site.store.hold("read");
      expect((await user.get("/who")).status).toBe(500);
      gate.open();
      expect(site.errors).toMatchObject([{ code: "ERR_SESS_STORE_TIMEOUT" }]);
      expect((await user.get("/who")).text).toBe("ada");
    },
    { options: { storeTimeout: 0.05 } },
  );
});
