import { cookieStore } from "@sess/store-cookie";
import { expect } from "vitest";
import { many } from "../many.ts";
import { inMemory, threat } from "../threat.ts";

/** What is left of a cookie when its signature is taken away, emptied or replaced. */
function stripped(cookie: string): readonly string[] {
  const [id = "", secret = "", epoch = "", mac = ""] = cookie.split(".");
  return [
    id,
    secret,
    `${id}.${secret}`,
    `${id}.${secret}.${epoch}`,
    `${id}.${secret}.${epoch}.`,
    `${id}.${secret}.${epoch}.none`,
    `${id}.${secret}.${epoch}.${"A".repeat(43)}`,
    `${id}.${secret}.${epoch}.${mac.slice(0, -1)}`,
    `${id}.${secret}.${epoch}.${[...mac].reverse().join("")}`,
    `${id}.${secret}.1.${mac}`,
    `${id}.${secret}.${epoch}..${mac}`,
    `s:${id}.${mac}`,
    `none.${id}.${secret}.${epoch}.${mac}`,
    `${id}.${secret}.${epoch}.${mac}.${mac}`,
  ];
}

threat(3, "signature stripping and downgrade", inMemory, (attack) => {
  attack("without its signature a cookie is nobody's, and that is told", async (site) => {
    const user = site.visitor();
    await user.get("/login?user=ada");
    site.store.calls.read = 0;
    const forgeries = stripped(user.cookies.get("sid") ?? "");
    for (const forged of forgeries) {
      const { text, setCookie } = await user.get("/who", { cookie: `sid=${forged}` });
      expect([text, setCookie]).toEqual(["nobody", []]);
    }
    expect(site.told("tampered")).toHaveLength(forgeries.length);
    expect(site.store.calls.read).toBe(0);
  });

  attack("forgeries by the hundred beside requests of the user are all nobody's", async (site) => {
    const user = site.visitor();
    await user.get("/login?user=ada");
    const forgeries = stripped(user.cookies.get("sid") ?? "");
    const thieves = many(140, (i) =>
      site.visitor().get("/who", { cookie: `sid=${forgeries[i % forgeries.length]}` }),
    );
    const renewals = many(5, () => user.get("/renew"));
    const [answers] = await Promise.all([Promise.all(thieves), Promise.all(renewals)]);
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(["nobody"]));
    expect((await user.get("/who")).text).toBe("ada");
  });

  attack(
    "a session in a cookie opens neither unsigned nor signed only, where it is to be encrypted",
    async (site) => {
      const user = site.visitor();
      await user.get("/login?user=ada");
      const signing = site.manager({ store: cookieStore({ encrypt: false }) });
      const plain = user.copy(await site.serve(signing));
      plain.cookies.clear();
      await plain.get("/login?user=mallory");
      expect((await plain.get("/who")).text).toBe("mallory");
      const token = user.cookies.get("sid") ?? "";
      for (const forged of [
        plain.cookies.get("sid") ?? "",
        token.slice(0, -1),
        `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`,
        token.slice(2),
        `1.${Buffer.from('{"owner":"ada"}').toString("base64url")}`,
      ]) {
        expect((await user.get("/who", { cookie: `sid=${forged}` })).text).toBe("nobody");
      }
      expect(site.told("tampered")).toHaveLength(5);
    },
    { tokens: () => cookieStore() },
  );
});
