import { createSessions } from "@sess/core";
import { cookieStore } from "@sess/store-cookie";
import { expect } from "vitest";
import { many } from "../many.ts";
import { type Site, secret } from "../site.ts";
import { inMemory, threat } from "../threat.ts";
import type { Visitor } from "../visitor.ts";

const options = { secure: () => true };
const name = "__Host-sid";

/** A visitor whose cookie an attacker on a sibling domain puts his own beside, and the two orders that may arrive. */
async function tossed({
  visitor,
}: Site): Promise<readonly [good: Visitor, evil: Visitor, headers: readonly string[]]> {
  const [good, evil] = [visitor(), visitor()];
  await good.get("/login?user=ada");
  await evil.get("/login?user=mallory");
  const values = [good.cookies.get(name), evil.cookies.get(name)];
  return [
    good,
    evil,
    [`${name}=${values[0]}; ${name}=${values[1]}`, `${name}=${values[1]}; ${name}=${values[0]}`],
  ];
}

threat(2, "cookie tossing", inMemory, (attack) => {
  attack(
    "the attacker's live session beside ours is refused, in both orders",
    async (site) => {
      const [good, , headers] = await tossed(site);
      for (const cookie of headers) expect((await good.get("/who", { cookie })).text).toBe("nobody");
      expect(site.told("tampered").map(({ reason }) => reason)).toEqual(["tossed", "tossed"]);
    },
    { options },
  );

  attack(
    "what is no session of ours is passed over: garbage, and under the name without prefix",
    async (site) => {
      const [good, evil] = await tossed(site);
      const mine = `${name}=${good.cookies.get(name)}`;
      const theirs = evil.cookies.get(name);
      for (const toss of [`${name}=evil`, `${name}=`, `sid=${theirs}`, `__Secure-sid=${theirs}`]) {
        for (const cookie of [`${mine}; ${toss}`, `${toss}; ${mine}`]) {
          expect((await good.get("/who", { cookie })).text).toBe("ada");
        }
        expect((await site.visitor().get("/who", { cookie: toss })).text).toBe("nobody");
      }
    },
    { options },
  );

  attack(
    "tossed requests that race logins, renewals and a logout are never the attacker's",
    async (site) => {
      const [good, evil, headers] = await tossed(site);
      const renewals = many(4, () => good.get("/renew"));
      const requests = many(40, (i) => good.copy().get("/who", { cookie: headers[i % 2] as string }));
      const writes = many(10, (i) =>
        good.copy().get("/set?key=tossed&value=1", { cookie: headers[i % 2] as string }),
      );
      const answers = await Promise.all([...requests, evil.get("/rotate"), ...writes, ...renewals]);
      expect(answers.filter(({ text }) => text === "mallory")).toEqual([]);
      expect((await good.get("/who")).text).toBe("ada");
      expect([(await good.get("/read")).text, (await evil.get("/read")).text]).toEqual(["{}", "{}"]);
    },
    { options },
  );

  attack(
    "sessions in cookies are refused as well, and so is one of a token's parts twice",
    async (site) => {
      const [good, , headers] = await tossed(site);
      for (const cookie of headers) expect((await good.get("/who", { cookie })).text).toBe("nobody");
      expect((await good.get("/who")).text).toBe("ada");
    },
    { options, tokens: () => cookieStore({ maxCookies: 4 }) },
  );

  attack("a set-up that browsers would not protect is refused at start", async ({ manager }) => {
    const production = { name, secure: true } as const;
    for (const cookie of [
      { ...production, domain: "example.com" },
      { ...production, path: "/app" },
      { ...production, secure: false },
      { ...production, name: "__host-sid", domain: "example.com" },
      { name: "__Secure-sid", secure: false },
    ]) {
      expect(() => manager({ cookie })).toThrow(expect.objectContaining({ code: "ERR_SESS_OPTION_INVALID" }));
    }
    createSessions({ secret, cookie: production });
  });
});
