import { createSessions, memoryStore, type RequestFacts, type Sessions } from "@sess/core";
import type { Draw } from "../draw.ts";
import { mutate, noiseText, oddTexts } from "../mutate.ts";
import { attempt, claim, type OpenTarget, type Target } from "../target.ts";
import { now, randomFrom, secrets } from "./setting.ts";

/** A request as far as its cookies go. */
export interface CookieHeaders {
  readonly cookies: string | readonly string[];
  readonly secure: boolean;
  /** The handler writes, and does not only read. */
  readonly writes: boolean;
}

/** The value of the `Cookie` field of a request. Nobody is let in but by a value that was issued. */
export const cookieHeaders: Target<CookieHeaders> = {
  name: "cookie-headers",
  share: 420,
  async open() {
    const store = memoryStore({ maxEntries: 2_000 });
    const shared = { store, clock: () => now };
    const older = createSessions({ ...shared, secret: secrets.older, random: randomFrom("older") });
    const other = createSessions({
      ...shared,
      secret: secrets.newer,
      random: randomFrom("other"),
      cookie: { name: "other", secure: false },
    });
    const stranger = createSessions({ ...shared, secret: secrets.foreign, random: randomFrom("stranger") });
    const sessions = createSessions({
      ...shared,
      secret: [secrets.newer, secrets.older],
      random: randomFrom("sessions"),
    });

    // By value, whose session it leads to: per cookie name, because a value works in one cookie alone.
    const issued: Record<string, Map<string, string>> = { sid: new Map(), "__Host-sid": new Map() };
    const worthless: string[] = [];
    for (let user = 0; user < 8; user++) {
      for (const [manager, owner] of [
        [sessions, `user-${user}`],
        [older, `old-user-${user}`],
      ] as const) {
        for (const secure of [false, true]) {
          const whose = `${owner}${secure ? " by https" : ""}`;
          const [name, value] = await logIn(manager, whose, secure);
          issued[name]?.set(value, whose);
          if (user > 5) {
            const [, rotated] = await rotate(manager, `${name}=${value}`, secure);
            issued[name]?.delete(value);
            worthless.push(value);
            issued[name]?.set(rotated, whose);
          }
        }
      }
      worthless.push((await logIn(other, `other-${user}`, false))[1]);
      worthless.push((await logIn(stranger, `stranger-${user}`, false))[1]);
    }
    const names = [
      "sid",
      "__Host-sid",
      "sid",
      "__Host-sid",
      "SID",
      "sid2",
      "xsid",
      "theme",
      "other",
      "sid.1",
    ];
    const values = [...Object.values(issued).flatMap((map) => [...map.keys()]), ...worthless];
    const pairs = [
      ...Object.entries(issued).flatMap(([name, map]) => [...map.keys()].map((value) => `${name}=${value}`)),
      ...worthless.map((value) => `sid=${value}`),
      "theme=dark",
      "sid=",
    ];

    const field = (draw: Draw): string => {
      if (draw.oneIn(12)) return noiseText(draw);
      const count = draw.oneIn(40) ? draw.int(300) : 1 + draw.int(6);
      const parts = Array.from({ length: count }, () => {
        if (draw.oneIn(3)) return draw.pick(pairs);
        const value = draw.oneIn(5) ? draw.pick(oddTexts) : draw.pick(values);
        return `${draw.pick(names)}=${draw.oneIn(3) ? mutate(draw, value, values) : value}`;
      });
      const text = parts.join(draw.pick(["; ", ";", " ; ", ";\t", ", ", ";;"]));
      return draw.oneIn(3) ? mutate(draw, text, pairs) : text;
    };
    return {
      draw: (draw) => ({
        cookies: draw.oneIn(6) ? Array.from({ length: draw.int(5) }, () => field(draw)) : field(draw),
        secure: draw.oneIn(2),
        writes: draw.oneIn(8),
      }),
      async check({ cookies, secure, writes }) {
        const facts: RequestFacts = { cookies, secure, request: undefined };
        const name = secure ? "__Host-sid" : "sid";
        const session = await sessions.open(facts);
        const expected = expectedOwner(cookies, name, issued[name] as Map<string, string>);
        claim(session.owner === expected, `It is ${session.owner}'s session, and should be ${expected}'s.`);
        if (writes) session.set("seen", 1);
        const changes = await attempt(() => sessions.commit(session, { status: 200 }));
        for (const line of changes?.setCookie ?? []) {
          claim(
            new RegExp(`^${name}=[\\w.-]*; [A-Za-z0-9=/; -]+$`).test(line),
            `It sent ${JSON.stringify(line)}.`,
          );
        }
      },
    } satisfies OpenTarget<CookieHeaders>;
  },
};

/** Whose session the header leads to, by the rules as they are written down: nothing here is fast. */
function expectedOwner(
  cookies: string | readonly string[],
  name: string,
  issued: ReadonlyMap<string, string>,
): string | undefined {
  const values = [cookies]
    .flat()
    .flatMap((field) => field.split(";"))
    .filter((pair) => pair.includes("="))
    .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)] as const)
    .filter(([key]) => withoutBlanks(key) === name)
    .map(([, value]) => withoutBlanks(value))
    .filter((value) => value.length <= 4096)
    .slice(0, 4);
  const owners = new Set(values.flatMap((value) => issued.get(value) ?? []));
  return owners.size === 1 ? [...owners][0] : undefined;
}

function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && " \t".includes(text.charAt(start))) start++;
  while (end > start && " \t".includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

async function logIn(
  sessions: Sessions,
  owner: string,
  secure: boolean,
): Promise<readonly [name: string, value: string]> {
  const session = await sessions.open({ cookies: undefined, secure, request: undefined });
  session.owner = owner;
  session.set("cart", ["book", owner]);
  return pairSent(await sessions.commit(session, { status: 200 }));
}

async function rotate(
  sessions: Sessions,
  cookies: string,
  secure: boolean,
): Promise<readonly [name: string, value: string]> {
  const session = await sessions.open({ cookies, secure, request: undefined });
  session.rotate();
  return pairSent(await sessions.commit(session, { status: 200 }));
}

function pairSent(changes: Awaited<ReturnType<Sessions["commit"]>>): readonly [name: string, value: string] {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(changes?.setCookie[0] ?? "") ?? [];
  return [name, value];
}
