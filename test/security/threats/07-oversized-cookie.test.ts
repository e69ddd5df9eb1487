import { cookieStore } from "@sess/store-cookie";
import { expect } from "vitest";
import type { Pages } from "../frameworks.ts";
import { inMemory, threat } from "../threat.ts";

const pages: Pages = {
  "/grow": ({ session, query }) => {
    // Random, so that nothing can make it smaller.
    const bytes = crypto.getRandomValues(new Uint8Array(Number(query("bytes"))));
    session.set("big", Buffer.from(bytes).toString("base64"));
    return "grown";
  },
};

threat(7, "oversized cookie", inMemory, (attack) => {
  for (const maxCookies of [1, 3]) {
    attack(
      `a session that does not fit into ${maxCookies} is an error before the head, and the old one stays`,
      async ({ visitor, errors }) => {
        const user = visitor();
        await user.get("/login?user=ada");
        const before = user.header();
        const { status, setCookie, text } = await user.get(`/grow?bytes=${maxCookies * 4096}`);
        expect([status, setCookie, text]).toEqual([500, [], ""]);
        expect(errors).toMatchObject([{ code: "ERR_SESS_DATA_TOO_LARGE" }]);
        expect(String(errors[0])).toContain('"big"');
        expect(user.header()).toBe(before);
        expect((await user.get("/who")).text).toBe("ada");
      },
      { pages, tokens: () => cookieStore({ maxCookies }) },
    );
  }

  attack(
    "one that fits is in cookies that browsers keep, name and value up to 4096 bytes",
    async ({ visitor }) => {
      const user = visitor();
      for (const bytes of [100, 2000, 4000, 6000]) {
        const { setCookie } = await user.get(`/grow?bytes=${bytes}`);
        const sizes = setCookie.map((line) => line.slice(0, line.indexOf(";")).length - 1);
        expect(sizes.filter((size) => size > 4096)).toEqual([]);
        expect(JSON.parse((await user.get("/read")).text).big).toHaveLength(4 * Math.ceil(bytes / 3));
      }
    },
    { pages, tokens: () => cookieStore({ maxCookies: 3 }) },
  );

  attack(
    "with a store on the server the cookie does not grow",
    async ({ visitor }) => {
      const user = visitor();
      await user.get("/grow?bytes=100000");
      expect(user.header().length).toBeLessThan(128);
    },
    { pages },
  );
});
