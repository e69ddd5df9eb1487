import { expect } from "vitest";
import { many } from "../many.ts";
import { inMemory, threat } from "../threat.ts";

const text = (bytes: number) =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("base64url");
const guess = () => `sid=${text(16)}.${text(24)}.0.${text(32)}`;

threat(10, "enumeration of IDs", inMemory, (attack) => {
  attack(
    "a hundred thousand well-formed guesses hit nothing, ask no store, and are counted",
    async (site) => {
      const user = site.visitor();
      await user.get("/login?user=ada");
      site.store.calls.read = 0;
      // Four at a time by HTTP, as many as are tried of one request, and most of them past the network.
      const answers = await Promise.all(
        many(250, () => site.visitor().get("/who", { cookie: many(4, guess).join("; ") })),
      );
      expect(new Set(answers.map((answer) => answer.text))).toEqual(new Set(["nobody"]));
      for (let i = 0; i < 99_000 / 4; i++) {
        const session = await site.sessions.fromHeaders({ cookie: many(4, guess).join("; ") });
        if (session.owner !== undefined) throw new Error("A guess was right");
      }
      expect(site.store.calls.read).toBe(0);
      expect(site.told("tampered")).toHaveLength(100_000);
    },
  );

  attack("IDs and secrets of a hundred sessions have nothing in common", async ({ visitor }) => {
    const visitors = many(100, () => visitor());
    await Promise.all(visitors.map((one, i) => one.get(`/set?key=a&value=${i}`)));
    const parts = visitors.map(({ cookies }) => (cookies.get("sid") ?? "").split("."));
    for (const part of [0, 1, 3]) expect(new Set(parts.map((list) => list[part])).size).toBe(100);
    // 128 and 192 bits: at each place of the text, nearly every character of the alphabet turns up.
    const all = parts.map(([id = "", secret = ""]) => id.slice(0, 21) + secret);
    for (let at = 0; at < 53; at++) expect(new Set(all.map((one) => one[at])).size).toBeGreaterThan(32);
  });
});
