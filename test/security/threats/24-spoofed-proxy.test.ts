import { expect, vi } from "vitest";
import { inMemory, threat } from "../threat.ts";

const spoofed = {
  headers: {
    "X-Forwarded-Proto": "https",
    Forwarded: "proto=https",
    "X-Forwarded-Ssl": "on",
    "X-Url-Scheme": "https",
    "Front-End-Https": "on",
  },
};

threat(24, "Secure cookie over http, and spoofed proxies", inMemory, (attack) => {
  attack("what an untrusted peer says about https changes nothing", async ({ visitor }) => {
    const user = visitor();
    const { setCookie } = await user.get("/login?user=ada", spoofed);
    expect(setCookie[0]).toMatch(/^sid=/);
    expect(setCookie[0]).not.toContain("Secure");
    expect((await user.get("/who", spoofed)).text).toBe("ada");
    const tossed = user.header().replace("sid=", "__Host-sid=");
    expect((await user.get("/who", { ...spoofed, cookie: tossed })).text).toBe("nobody");
  });

  attack(
    "what a trusted proxy says does, where the framework knows of proxies",
    async ({ framework, visitor }) => {
      const { setCookie } = await visitor().get("/login?user=ada", spoofed);
      expect(setCookie[0]).toMatch(framework === "Hono" ? /^sid=/ : /^__Host-sid=.*; Secure;/);
      expect((await visitor().get("/login?user=ada")).setCookie[0]).toMatch(/^sid=/);
    },
    { trustProxy: true },
  );

  attack(
    "in production the cookie is Secure whatever the request looks like, with one warning",
    async (site) => {
      vi.stubEnv("NODE_ENV", "production");
      const warnings: string[] = [];
      const hear = (warning: Error & { code?: string }) => warnings.push(String(warning.code));
      process.on("warning", hear);
      try {
        const user = site.visitor().copy(await site.serve(site.manager({})));
        for (const path of ["/login?user=ada", "/renew"]) {
          const { setCookie } = await user.get(path);
          expect(setCookie[0]).toMatch(/^__Host-sid=.*; Secure;/);
        }
        expect((await user.get("/who")).text).toBe("ada");
        await new Promise(setImmediate);
        expect(warnings).toEqual(["SESS_INSECURE_REQUEST"]);
      } finally {
        process.off("warning", hear);
        vi.unstubAllEnvs();
      }
    },
  );
});
