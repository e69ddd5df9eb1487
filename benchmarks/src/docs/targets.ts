import { type HttpResult, shares } from "../parts/http.ts";
import { sentPerRequest } from "../parts/redis.ts";
import type { Growth } from "../parts/scale.ts";
import { kilobytes } from "../parts/size.ts";
import type { ScenarioName } from "../scenario.ts";
import { digits, spread } from "../statistics.ts";
import { overheadOf, type ResultsAtHand } from "./results-at-hand.ts";

/** One thing that was promised, and what came of it. */
export interface Target {
  readonly what: string;
  readonly limit: string;
  readonly figure: string;
  /** Undefined: not measured. */
  readonly met: boolean | undefined;
}

interface Figure {
  readonly of: string;
  readonly value: number | undefined;
  readonly limit: number;
  readonly text: string;
}

const ourFrameworks = ["express", "koa", "hono"];

/** A target that is met where every figure is within its limit. */
function target(what: string, limit: string, figures: readonly Figure[]): Target {
  const measured = figures.filter(({ value }) => value !== undefined);
  const missing = measured.length === 0 || measured.length < figures.length;
  return {
    what,
    limit,
    figure: measured.map(({ of, text }) => (of ? `${of} ${text}` : text)).join(", ") || "not measured",
    met: missing ? undefined : measured.every(({ value = 0, limit }) => value <= limit),
  };
}

const figure = (of: string, value: number | undefined, limit: number, unit = ""): Figure => ({
  of,
  value,
  limit,
  text: value === undefined ? "" : `${digits(value)}${unit}`,
});

function ratio(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a / b;
}

/** Every target, with its figure. */
export function targets(results: ResultsAtHand): readonly Target[] {
  return [
    ...cpuTargets(results),
    ...redisTargets(results),
    ...httpTargets(results.http),
    ...memoryTargets(results),
    ...growthTargets(results),
    ...parallelTargets(results),
    ...sizeTargets(results),
  ];
}

function cpuTargets({ cpu }: ResultsAtHand): readonly Target[] {
  const over = (id: string, scenario: ScenarioName) => cpu && overheadOf(cpu, id, scenario);
  const ours = (framework: string, scenario: ScenarioName) => over(`@sess/${framework}, memory`, scenario);
  const toFloor = (scenario: ScenarioName, limit: number) =>
    ourFrameworks.map((framework): Figure => {
      const [own, floor] = [ours(framework, scenario), over(`floor (${framework})`, scenario)];
      // Below a microsecond nothing is resolved: there a ratio says nothing, and the difference decides.
      if (own !== undefined && floor !== undefined && floor < 1) {
        return { of: framework, value: own - floor, limit: 1, text: `${digits(own - floor)} µs more` };
      }
      return figure(framework, ratio(own, floor), limit, "×");
    });
  const against = (framework: string, id: string, scenario: ScenarioName) =>
    figure(`${framework} ${scenario}`, ratio(ours(framework, scenario), over(id, scenario)), 0.2, "×");
  const statement = "prepared statements of SQLite (express)";
  const sqlite = (scenario: ScenarioName) => {
    const parts = [over(statement, scenario), ours("express", scenario)];
    const sum = parts[0] === undefined || parts[1] === undefined ? undefined : parts[0] + parts[1];
    return figure(scenario, ratio(over("@sess/express, sqlite", scenario), sum), 1.3, "×");
  };
  const sealed = (scenario: ScenarioName) =>
    figure(
      scenario,
      ratio(over("@sess/express, cookie, encrypted", scenario), over("iron-session", scenario)),
      0.1,
      "×",
    );
  const peers = [
    ["express", "express-session, memory"],
    ["koa", "koa-session, memory (Map adapter)"],
    ["hono", "hono-sessions, memory"],
  ] as const;
  return [
    target(
      "anonymous, untouched: overhead over the framework",
      "≤ 1 µs",
      ourFrameworks.map((framework) => figure(framework, ours(framework, "anonymous"), 1, " µs")),
    ),
    ...(["read", "write", "create", "rolling"] as const).map((scenario) =>
      target(`${scenario}: overhead, memory`, "≤ 1.5 × the floor's", toFloor(scenario, 1.5)),
    ),
    ...(["forged", "garbage"] as const).map((scenario) =>
      target(`${scenario}: overhead, memory`, "≤ 1.3 × the floor's", toFloor(scenario, 1.3)),
    ),
    ...peers.map(([framework, id]) =>
      target(`overhead of ${id}, read and write`, "≤ a fifth of it", [
        against(framework, id, "read"),
        against(framework, id, "write"),
      ]),
    ),
    target("SQLite, overhead", "≤ 1.3 × (bare prepared statement + memory)", [
      sqlite("read"),
      sqlite("write"),
    ]),
    target("encrypted cookie, overhead", "≤ a tenth of iron-session's", [sealed("read"), sealed("write")]),
  ];
}

function redisTargets({ redis }: ResultsAtHand): readonly Target[] {
  const limits = { read: 1, write: 2, rolling: 1, anonymous: 0, forged: 0, garbage: 0 };
  return ourFrameworks.map((framework) => {
    const commands = redis?.contestants.find(({ id }) => id === `@sess/${framework}, redis`)?.commands;
    const figures = Object.entries(limits).map(([scenario, limit]): Figure => {
      const counted = commands?.[scenario as ScenarioName];
      const value = counted && sentPerRequest(counted);
      return { of: scenario, value, limit, text: String(value) };
    });
    return target(
      `Redis commands per request, ${framework}`,
      "read 1, write 2, rolling 1, others 0",
      figures,
    );
  });
}

function httpTargets(http: HttpResult | undefined): readonly Target[] {
  const share = (id: string) => {
    const rounds = http?.contestants.find((one) => one.id === id)?.rounds.read;
    return rounds && spread(shares(rounds)).median;
  };
  const figures = ourFrameworks.map((framework): Figure => {
    const value = ratio(share(`@sess/${framework}, memory`), share(`floor (${framework})`));
    // The other way round than the rest: more is better.
    return {
      ...figure(framework, value, 0, "×"),
      value: value === undefined ? undefined : -value,
      limit: -0.9,
    };
  });
  return [target("read over HTTP, requests per second", "≥ 0.9 × the floor's", figures)];
}

function memoryTargets({ memory, scale }: ResultsAtHand): readonly Target[] {
  const heap = (id: string) => memory?.contestants.find((one) => one.id === id)?.heap;
  const own = heap("@sess/express, memory");
  const limit = heap("express-session, memory") ?? Number.POSITIVE_INFINITY;
  const biggest = scale?.rows.filter(({ store }) => store === "memory").at(-1);
  return [
    target(
      "memory store, bytes of heap and buffers per session",
      `< express-session's (${limit.toFixed(0)})`,
      [figure("", own, limit)],
    ),
    target("memory store, longest step of a sweep", "≤ 5 ms at 1,000,000 sessions", [
      figure(
        biggest === undefined ? "" : `at ${biggest.sessions.toLocaleString("en")}:`,
        biggest?.longestSweepStep,
        5,
        " ms",
      ),
    ]),
  ];
}

function growthTargets({ scale }: ResultsAtHand): readonly Target[] {
  const grown = (store: Growth["store"], call: "read" | "save" | "sweep" | "revoke", limit: number) => {
    const rows = scale?.rows.filter((row) => row.store === store) ?? [];
    const [first, last] = [rows[0], rows.at(-1)];
    return figure(`${store} ${call}`, ratio(last?.[call], first?.[call]), limit, "×");
  };
  const most = Math.max(...(scale?.rows.map(({ sessions }) => sessions) ?? [0])).toLocaleString("en");
  const sql = ["sqlite", "postgres", "mysql"] as const;
  return [
    target(`read and save with ${most} sessions, memory`, "≤ 1.5 × those with 1,000", [
      grown("memory", "read", 1.5),
      grown("memory", "save", 1.5),
    ]),
    target(
      `read and save with ${most} sessions, SQL`,
      "≤ 2 × those with 1,000",
      sql.flatMap((store) => [grown(store, "read", 2), grown(store, "save", 2)]),
    ),
    target(
      `sweep of a record and revocation with ${most} sessions`,
      "grow with what they remove (≤ 2 × those with 1,000)",
      [
        ...(["memory", ...sql] as const).map((store) => grown(store, "sweep", 2)),
        ...(["memory", "redis", ...sql] as const).map((store) => grown(store, "revoke", 2)),
      ],
    ),
  ];
}

function parallelTargets({ parallel }: ResultsAtHand): readonly Target[] {
  const ours = parallel?.rows.filter(({ id }) => id.startsWith("@sess/")) ?? [];
  const name = (id: string) => id.replace("@sess/express, ", "");
  return [
    target(
      "100 parallel writes of one session",
      "≤ 10 × 100 sequential ones",
      ours.map(({ id, parallel, sequential }) => figure(name(id), parallel / sequential, 10, "×")),
    ),
    target(
      "increments lost by them",
      "none",
      ours.map(({ id, lost }) => ({ of: name(id), value: lost, limit: 0, text: String(lost) })),
    ),
  ];
}

function sizeTargets({ size }: ResultsAtHand): readonly Target[] {
  const sized = (matches: RegExp, limit: number) =>
    (size?.sizes ?? [])
      .filter(({ name }) => matches.test(name))
      .map(({ name, size }): Figure => {
        const of = name.replace(/^@sess\/|, all but core$/g, "");
        return { of, value: size, limit, text: kilobytes(size) };
      });
  const count = size?.installed.length;
  return [
    target("size of core, brotli", "≤ 10 kB", sized(/^@sess\/core, createSessions/, 10_000)),
    target("size of an adapter without core", "≤ 2 kB", sized(/^@sess\/(express|koa|hono|fastify),/, 2_000)),
    target("size of a store without core", "≤ 3 kB", sized(/^@sess\/store-/, 3_000)),
    target("packages that `npm i @sess/express` brings besides Express", "≤ 4", [
      { of: "", value: count, limit: 4, text: String(count) },
    ]),
  ];
}
