import { expect } from "vitest";
import type { Pages } from "../frameworks.ts";
import { type Heard, listen } from "../heard.ts";
import { many } from "../many.ts";
import { type Site, secret } from "../site.ts";
import { everyStore, threat } from "../threat.ts";
import type { Answer, Visitor } from "../visitor.ts";
import { pairOf } from "../visitor.ts";

const pages: Pages = {
  "/throw": ({ session }) => {
    session.set("a", 1);
    throw new Error(`A page failed for ${session.owner}`);
  },
  "/unkeepable": ({ session }) => {
    session.set("a", () => {});
    return "never";
  },
  "/dump": ({ session }) => {
    // What people do when they look for a mistake.
    console.log(session, String(session), JSON.stringify(session), { ...session });
    return "dumped";
  },
};

/** The life of a session with everything that is told about it, attacks and failures among them. */
async function life(site: Site, see: (answer: Answer) => void): Promise<void> {
  const user = site.visitor();
  const go = async (who: Visitor, path: string, cookie?: string) =>
    see(await who.get(path, cookie === undefined ? {} : { cookie }));
  await go(user, "/set?key=a&value=1");
  await go(user, "/login?user=ada");
  const thief = user.copy();
  await go(user, "/renew");
  await go(user, "/dump");
  site.clock.now += 11_000;
  await go(thief, "/who");
  const header = user.header();
  await go(user, "/who", `${header.slice(0, -1)}${header.endsWith("A") ? "B" : "A"}`);
  await go(user, "/who", `${header}; sid=${"x".repeat(5000)}`);
  for (const path of ["/throw", "/unkeepable"]) await go(user, path);
  const racing = many(10, (i) => `/slow?key=a&value=${i}`);
  const slow = user.all(racing);
  await site.barrier.full(10);
  await go(user, "/count");
  await go(user, "/rotate");
  site.barrier.open();
  for (const answer of await slow) see(answer);
  for (const call of ["read", "write", "touch", "remove"] as const) {
    site.store.break(call);
    site.clock.now += 5 * 86_400_000;
    for (const path of ["/who", "/count", "/logout", "/login?user=eve"]) await go(user.copy(), path);
    site.store.break();
    await go(user, "/login?user=ada");
  }
  const ended = user.copy();
  await go(user, "/logout");
  await go(ended, "/count");
  await go(ended, "/who", header);
  if (site.store.abilities.owners) await site.sessions.revoke("ada");
}

threat(30, "IDs and secrets in logs", everyStore, (attack) => {
  attack(
    "no cookie, no secret in it, no signature and no signing secret in anything that is told",
    async (site) => {
      const issued = new Set<string>();
      const see = ({ setCookie }: Answer) => {
        for (const line of setCookie) issued.add(pairOf(line)[1]);
      };
      const heard: Heard = listen();
      try {
        await life(site, see);
        await new Promise(setImmediate);
      } finally {
        heard.stop();
      }
      const told = heard.text(site.events, site.errors);
      const names = new Set(site.events.map(({ name }) => name));
      for (const name of ["created", "loaded", "tampered", "rotated", "gone", "flushed", "error"] as const) {
        expect(names).toContain(name);
      }
      expect(site.errors.length).toBeGreaterThan(5);
      const parts = [...issued].filter(Boolean).flatMap((cookie) => {
        const [, credential = "", , mac = ""] = cookie.split(".");
        return [credential, mac, cookie];
      });
      expect(parts.length).toBeGreaterThan(12);
      expect([secret, ...parts].filter((part) => told.includes(part))).toEqual([]);
    },
    { pages },
  );
});
