import { createSessions, type Sessions } from "@sess/core";
import { cookieStore } from "@sess/store-cookie";
import type { Draw } from "../draw.ts";
import { mutate, noiseText } from "../mutate.ts";
import { attempt, claim, type OpenTarget, type Target } from "../target.ts";
import { now, randomFrom, secrets } from "./setting.ts";

/** A request as far as its cookies go, to a manager whose sessions are in them. */
export interface SplitToken {
  readonly manager: number;
  readonly cookies: string;
}

/** A session that was sent: its cookies, and what it must be when they come back. */
interface Sent {
  readonly manager: number;
  readonly owner: string;
  readonly pairs: readonly string[];
}

/** Tokens as they come: split over cookies, mixed with those of others, and through the whole manager. */
export const splitTokens: Target<SplitToken> = {
  name: "split-tokens",
  share: 60,
  async open() {
    const managers = [true, false].map((encrypt) =>
      createSessions({
        secret: secrets.newer,
        random: randomFrom(`split ${encrypt}`),
        clock: () => now,
        store: cookieStore({ encrypt, maxCookies: 4 }),
      }),
    );
    const sent: Sent[] = [];
    for (const [manager, sessions] of managers.entries()) {
      for (const [index, size] of [0, 50, 3_000, 5_000, 9_000].entries()) {
        sent.push({ manager, owner: `user-${index}`, pairs: await pairsOf(sessions, `user-${index}`, size) });
      }
    }
    const headers = sent.map(({ pairs }) => pairs.join("; "));
    const draw = (draw: Draw): SplitToken => {
      const manager = draw.int(managers.length);
      if (draw.oneIn(20)) return { manager, cookies: noiseText(draw) };
      if (draw.oneIn(8)) return { manager, cookies: draw.pick(headers) };
      const pairs = draw.pick(sent).pairs.slice();
      for (let times = 1 + draw.int(3); times > 0; times--) {
        const at = draw.int(pairs.length + 1);
        const other = draw.pick(draw.pick(sent).pairs);
        const pair = draw.oneIn(2) ? other : mutate(draw, pairs[at] ?? other, headers);
        pairs.splice(at, draw.int(3), pair);
      }
      return { manager, cookies: pairs.join("; ") };
    };
    return {
      draw,
      async check({ manager, cookies }) {
        const sessions = managers[manager] as Sessions;
        const session = await sessions.open({ cookies, secure: false, request: undefined });
        const owner = session.owner;
        if (owner !== undefined) {
          const present = new Set(
            cookies.split(";").map((pair) => pair.replace(/[ \t]*=[ \t]*/, "=").trim()),
          );
          claim(
            sent.some((one) => isFor(one, manager, owner) && one.pairs.every((pair) => present.has(pair))),
            `It is ${owner}'s session, whose cookies are not all there.`,
          );
          claim(session.get("whose") === owner, `It holds ${JSON.stringify(session.toJSON())}.`);
        } else if (headers.includes(cookies)) {
          const whole = sent[headers.indexOf(cookies)] as Sent;
          claim(
            !isFor(whole, manager, whole.owner),
            `${whole.owner} was not let in by the very cookies that were sent.`,
          );
        }
        session.set("seen", 1);
        const changes = await attempt(() => sessions.commit(session, { status: 200 }));
        for (const line of changes?.setCookie ?? []) {
          claim(/^sid(\.\d+)?=[\w.-]*; [A-Za-z0-9=/;:, -]+$/.test(line), `It sent ${JSON.stringify(line)}.`);
        }
      },
    } satisfies OpenTarget<SplitToken>;
  },
};

/** The manager that encrypts opens nothing else; the one that only signs opens what was encrypted before, too. */
function isFor(sent: Sent, manager: number, owner: string): boolean {
  return sent.owner === owner && (manager === 1 || sent.manager === 0);
}

async function pairsOf(sessions: Sessions, owner: string, size: number): Promise<readonly string[]> {
  const session = await sessions.open({ cookies: undefined, secure: false, request: undefined });
  session.owner = owner;
  session.assign({ whose: owner, filling: "x".repeat(size) });
  const changes = await sessions.commit(session, { status: 200 });
  return (changes?.setCookie ?? []).map((line) => line.slice(0, line.indexOf(";")));
}
