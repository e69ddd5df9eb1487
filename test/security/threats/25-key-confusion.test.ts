import { prefixStore } from "@sess/core";
import { cookieStore } from "@sess/store-cookie";
import { expect } from "vitest";
import type { Pages } from "../frameworks.ts";
import { inMemory, threat } from "../threat.ts";

const pages: Pages = {
  "/admin": ({ other }) => other("admin").owner ?? "nobody",
  "/sign-in": ({ other, query }) => {
    other("admin").owner = query("user");
    return "in";
  },
};
const admin = { as: "admin", cookie: { name: "admin" } };

threat(25, "a signed value taken for another", inMemory, (attack) => {
  attack(
    "a cookie works under its own name only, though secret and store are the same",
    async (site) => {
      const url = await site.serve(site.sessions, site.manager(admin));
      const user = site.visitor().copy(url);
      await user.get("/login?user=ada");
      await user.get("/sign-in?user=root");
      const [sid, root] = [user.cookies.get("sid"), user.cookies.get("admin")];
      expect((await user.get("/admin")).text).toBe("root");
      expect((await user.get("/admin", { cookie: `admin=${sid}` })).text).toBe("nobody");
      expect((await user.get("/who", { cookie: `sid=${root}` })).text).toBe("nobody");
      expect(site.told("tampered")).toHaveLength(2);
    },
    { pages },
  );

  attack(
    "so does a session in a cookie, encrypted or signed",
    async (site) => {
      for (const encrypt of [true, false]) {
        const store = cookieStore({ encrypt });
        const url = await site.serve(site.manager({ store }), site.manager({ ...admin, store }));
        const user = site.visitor().copy(url);
        await user.get("/login?user=ada");
        await user.get("/sign-in?user=root");
        const [sid, root] = [user.cookies.get("sid"), user.cookies.get("admin")];
        expect((await user.get("/admin")).text).toBe("root");
        expect((await user.get("/admin", { cookie: `admin=${sid}` })).text).toBe("nobody");
        expect((await user.get("/who", { cookie: `sid=${root}` })).text).toBe("nobody");
      }
    },
    { pages },
  );

  attack("tenants on one store, each behind a prefix, do not take each other's cookies", async (site) => {
    const tenant = (name: string) => site.serve(site.manager({ store: prefixStore(site.store, name) }));
    const user = site.visitor().copy(await tenant("shop"));
    await user.get("/login?user=ada");
    expect((await user.get("/who")).text).toBe("ada");
    expect((await user.copy(await tenant("blog")).get("/who")).text).toBe("nobody");
  });

  attack("a cookie under another secret is nobody's", async (site) => {
    const user = site.visitor();
    await user.get("/login?user=ada");
    const other = site.manager({ secret: "w7QpZ1rX9nKc3VtB5mYh8LsEaJ4uGdRf" });
    expect((await user.copy(await site.serve(other)).get("/who")).text).toBe("nobody");
  });
});
