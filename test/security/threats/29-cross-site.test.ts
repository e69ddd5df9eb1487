import { expect } from "vitest";
import { inMemory, threat } from "../threat.ts";

const foreign = { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors" };

// There are no endpoints of ours that could be forged (device-bound credentials have some). What remains of this row is
// that a page elsewhere can neither send the cookie nor see from an answer whether somebody is logged in.
threat(29, "requests forged by other sites, and what they tell", inMemory, (attack) => {
  attack("the cookie stays at home: SameSite is always said, and Lax unless told otherwise", async (site) => {
    for (const path of ["/login?user=ada", "/set?key=a&value=1"]) {
      expect((await site.visitor().get(path)).setCookie[0]).toContain("; SameSite=Lax");
    }
    const user = site.visitor();
    await user.get("/login?user=ada");
    expect((await user.get("/logout")).setCookie[0]).toContain("; SameSite=Lax");
  });

  attack("no path, method or preflight is answered by us", async ({ visitor }) => {
    for (const path of ["/sess", "/dbsc/refresh", "/.well-known/device-bound-sessions", "/session"]) {
      for (const method of ["GET", "POST", "OPTIONS"]) {
        const { status, setCookie, headers } = await visitor().get(path, { method, headers: foreign });
        expect([path, status, setCookie]).toEqual([path, 404, []]);
        expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
      }
    }
  });

  attack("a forged or ended cookie is answered like none: the same status, head and body", async (site) => {
    const user = site.visitor();
    await user.get("/login?user=ada");
    const ended = user.header();
    await user.get("/logout");
    const seen = [];
    for (const cookie of ["", ended, "sid=forged", `${ended.slice(0, -2)}xx`]) {
      const { status, text, setCookie, headers } = await site
        .visitor()
        .get("/read", { cookie, headers: foreign });
      seen.push([status, text, setCookie, headers.get("Vary"), headers.get("Cache-Control")]);
    }
    expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1);
  });
});
