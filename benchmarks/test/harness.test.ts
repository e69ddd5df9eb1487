import { afterEach, describe, expect, it } from "vitest";
import { objectActions } from "../src/actions.ts";
import { startContest } from "../src/contest.ts";
import type { Contestant } from "../src/contestant.ts";
import { allEntries, loadContestant } from "../src/contestants.ts";
import { cookieAfter, forge, garble } from "../src/drive/cookie-jar.ts";
import { expressFramework } from "../src/frameworks/express.ts";
import { overheads } from "../src/parts/cpu.ts";
import { scenarioNames } from "../src/scenario.ts";
import { digits, spread } from "../src/statistics.ts";
import { table } from "../src/table.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function start(contestant: Contestant) {
  const running = await startContest(contestant, contestant.scenarios ?? scenarioNames);
  open.push(running);
  return running;
}

describe("the benchmark", () => {
  it.each([
    ["ours", "@sess/express, memory"],
    ["ours", "@sess/koa, memory"],
    ["ours", "@sess/hono, memory"],
    ["ours", "@sess/express, cookie, encrypted"],
    ["floor", "floor (fastify)"],
    ["floor", "floor with hashed secret (koa)"],
    ["express-session", "express-session, memory"],
    ["koa-session", "koa-session, memory (Map adapter)"],
    ["hono-sessions", "hono-sessions, memory, no key"],
    ["fastify-session", "@fastify/session, memory"],
  ] as const)("finds that %s (%s) does its work, and can measure it", async (module, id) => {
    const contestant = await loadContestant({ module, id });
    const running = await start(contestant);
    for (const scenario of contestant.scenarios ?? scenarioNames) {
      const before = process.cpuUsage();
      await running.send(scenario, running.cookies.plain, 20);
      const { user, system } = process.cpuUsage(before);
      expect(user + system).toBeGreaterThanOrEqual(0);
    }
    expect(new Set(running.cookies.plain).size).toBe(64);
  });

  it("gives everybody a name of their own, and each framework a floor", async () => {
    const entries = await allEntries();
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
    for (const framework of ["express", "koa", "hono", "fastify"]) {
      const kinds = entries.filter((entry) => entry.framework === framework).map(({ kind }) => kind);
      expect(kinds).toEqual(expect.arrayContaining(["bare", "floor", "peer"]));
    }
  });
});

describe("a contestant is refused that", () => {
  const contestant = (sessionOf: (cookie: string | undefined) => Record<string, unknown>): Contestant => ({
    id: "a library with a fault",
    framework: "express",
    kind: "peer",
    start: () =>
      expressFramework.start(
        objectActions((request, response) => {
          if (request.headers.cookie === undefined) {
            response.setHeader("Set-Cookie", `sid=${"x".repeat(20)}${Math.random()}`);
          }
          return sessionOf(request.headers.cookie);
        }),
      ),
  });

  it("keeps nothing", async () => {
    await expect(start(contestant(() => ({})))).rejects.toThrow(/does not do the work of "read"/);
  });

  it("gives everybody the same session", async () => {
    const everybodys = {};
    await expect(start(contestant(() => everybodys))).rejects.toThrow(/somebody else's session/);
  });

  it("takes any cookie for a session", async () => {
    const sessions = new Map<string | undefined, Record<string, unknown>>();
    const faulty: Contestant = {
      ...contestant(() => ({})),
      scenarios: ["read", "forged"],
      start: () =>
        expressFramework.start({
          read: (request) => (request.headers.cookie === undefined ? undefined : 1),
          write: () => 2,
          create: () => 1,
          fill: (_, response) => response.setHeader("Set-Cookie", `sid=${"x".repeat(20)}${sessions.size}`),
        }),
    };
    await expect(start(faulty)).rejects.toThrow(/does not do the work of "forged"/);
  });
});

describe("cookies", () => {
  it("are kept as a browser keeps them", () => {
    const first = cookieAfter(undefined, ["sid=a; Path=/", "sid.sig=b; HttpOnly"]);
    expect(first).toBe("sid=a; sid.sig=b");
    expect(cookieAfter(first, ["sid=c; Path=/", "sid.sig=; Max-Age=0"])).toBe("sid=c");
  });

  it("are forged in one character of their end, never inside an escape", () => {
    const valid = "sid=s%3Aabcdefgh.ijkl%2Bnopq";
    const forged = forge(valid);
    expect(forged).toHaveLength(valid.length);
    expect([...forged].filter((letter, index) => letter !== valid[index])).toHaveLength(1);
    expect(decodeURIComponent(forged)).toContain("+nopq");
  });

  it("are replaced by noise of the same length under the same names", () => {
    expect(garble("sid=abc; sid.sig=defgh")).toMatch(/^sid=[a-z\d]{3}; sid\.sig=[a-z\d]{5}$/);
  });
});

describe("numbers", () => {
  it("are told by their middle, least and most", () => {
    expect(spread([3, 1, 10])).toEqual({ median: 3, min: 1, max: 10 });
    expect(spread([4, 2]).median).toBe(3);
    expect(() => spread([])).toThrow("nothing");
    expect(overheads([{ cpu: 12, bare: 8 }])).toEqual([4]);
  });

  it("have the digits that say something", () => {
    expect([123.4, 12.34, 0.123].map(digits)).toEqual(["123", "12.3", "0.12"]);
  });

  it("line up in tables", () => {
    expect(
      table(
        ["who", "µs"],
        [
          ["a", "1.0"],
          ["bcd", "12"],
        ],
      ),
    ).toBe("| who |  µs |\n|-----|----:|\n| a   | 1.0 |\n| bcd |  12 |");
  });
});
