import { expect } from "vitest";
import { many } from "../many.ts";
import { everyStore, threat } from "../threat.ts";

threat(1, "session fixation", everyStore, (attack) => {
  attack("an ID that nobody issued is not adopted", async ({ visitor }) => {
    const made = `${"a".repeat(22)}.${"b".repeat(32)}.0.${"c".repeat(43)}`;
    const victim = visitor();
    victim.cookies.set("sid", made);
    await victim.get("/set?key=a&value=1");
    expect(victim.cookies.get("sid")?.slice(0, 22)).not.toBe(made.slice(0, 22));
    expect((await visitor().get("/read", { cookie: `sid=${made}` })).text).toBe("{}");
  });

  attack("the ID of a session that has ended is not adopted, though its cookie was ours", async (site) => {
    const attacker = site.visitor();
    await attacker.get("/set?key=a&value=1");
    const victim = attacker.copy();
    await site.store.remove(attacker.cookies.get("sid")?.slice(0, 22) ?? "");
    await victim.get("/login?user=ada");
    expect((await victim.get("/who")).text).toBe("ada");
    expect((await attacker.get("/who")).text).toBe("nobody");
  });

  attack("a planted session is worth nothing after the login", async (site) => {
    const attacker = site.visitor();
    await attacker.get("/set?key=a&value=1");
    const victim = attacker.copy();
    await victim.get("/login?user=ada");
    expect((await victim.get("/who")).text).toBe("ada");
    expect((await attacker.get("/who")).text).toBe("nobody");
    expect((await attacker.get("/read")).text).toBe("{}");
  });

  attack("slow requests by a planted cookie neither read nor write the login", async (site) => {
    const attacker = site.visitor();
    await attacker.get("/set?key=a&value=1");
    const victim = attacker.copy();
    const slow = attacker.all(many(20, (i) => `/slow?key=planted${i}&value=1`));
    await site.barrier.full(20);
    await victim.get("/login?user=ada");
    await victim.get("/set?key=secret&value=ada");
    site.barrier.open();
    const answers = await slow;
    expect(answers.flatMap(({ setCookie }) => setCookie)).toEqual([]);
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(["nobody"]));
    expect(JSON.parse((await victim.get("/read")).text)).toEqual({ a: "1", secret: "ada" });
  });

  attack("a storm of planted requests around the login never learns who it is", async (site) => {
    const attacker = site.visitor();
    await attacker.get("/set?key=a&value=1");
    const victim = attacker.copy();
    const planted = attacker.header();
    const storm = many(30, (i) => attacker.get(i % 2 ? "/who" : "/set?key=x&value=1", { cookie: planted }));
    const [login, ...answers] = await Promise.all([victim.get("/login?user=ada"), ...storm]);
    expect(login.status).toBe(200);
    expect(answers.filter(({ text }) => text.includes("ada"))).toEqual([]);
    expect((await victim.get("/who")).text).toBe("ada");
    for (const header of [planted, attacker.header()]) {
      expect((await attacker.get("/who", { cookie: header })).text).toBe("nobody");
    }
  });
});
