import { expect } from "vitest";
import type { Pages } from "../frameworks.ts";
import { everyStore, threat } from "../threat.ts";

const odd = [
  '"',
  "'",
  "a.b",
  "$",
  "$.a",
  '$."a"',
  "{}",
  "a\u0000b",
  "💶",
  "e\u0301",
  "",
  " ",
  "%",
  "_",
  "*",
  "\\",
  "\r\nSET x 1\r\n",
  "'; DROP TABLE sess; --",
  "' OR '1'='1",
  "../../etc/passwd",
  "a:b",
  "d:a",
  "@v",
];

const pages: Pages = {
  "/put": ({ session, query }) => {
    session.set(odd[Number(query("index"))] as string, { nested: odd[Number(query("index"))] });
    return "put";
  },
};

threat(26, "injection through session keys and owners", everyStore, (attack) => {
  attack(
    "odd keys and values round-trip, none in the place of another",
    async ({ visitor }) => {
      const user = visitor();
      for (const index of odd.keys()) await user.get(`/put?index=${index}`);
      const read = JSON.parse((await user.get("/read")).text) as Record<string, { nested: string }>;
      expect(Object.keys(read).sort()).toEqual([...odd].sort());
      expect(odd.filter((key) => read[key]?.nested !== key)).toEqual([]);
    },
    { pages },
  );

  attack("an owner with an odd name is that owner and nobody else", async (site) => {
    const ada = site.visitor();
    await ada.get("/login?user=ada");
    for (const owner of odd.filter((name) => name !== "" && !name.includes("\0"))) {
      const user = site.visitor();
      await user.get(`/login?user=${encodeURIComponent(owner)}`);
      expect((await user.get("/who")).text).toBe(owner);
      if (!site.store.abilities.owners) continue;
      expect(await site.sessions.list(owner)).toHaveLength(1);
      expect(await site.sessions.revoke(owner)).toBe(1);
      expect((await user.get("/who")).text).toBe("nobody");
    }
    expect((await ada.get("/who")).text).toBe("ada");
  });
});
