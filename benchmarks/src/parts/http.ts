import { type Load, loadGenerator } from "../load.ts";
import type { PartInput } from "../part.ts";
import { type Circumstances, circumstances } from "../results.ts";
import { type ScenarioName, scenarios } from "../scenario.ts";
import { digits, shuffled, spread } from "../statistics.ts";
import { table } from "../table.ts";
import { entriesFor, type Ready, type Refused, startTeam, stopTeam } from "../teams.ts";
import { type Profile, sharesOf } from "./profile.ts";

/** Requests per second and microseconds of the server's CPU per request: a slice, and the framework alone before it. */
export interface HttpRound {
  readonly perSecond: number;
  readonly cpu: number;
  readonly barePerSecond: number;
  readonly bareCpu: number;
}

export interface HttpResult {
  readonly circumstances: Circumstances;
  readonly generator: string;
  readonly refused: readonly Refused[];
  readonly contestants: readonly {
    readonly id: string;
    readonly rounds: Partial<Record<ScenarioName, readonly HttpRound[]>>;
  }[];
  /** What the server did during a read: ours and the floors. */
  readonly profiles: readonly Profile[];
}

const forms: Record<string, { rounds: number; scenarios: readonly ScenarioName[] }> = {
  quick: { rounds: 1, scenarios: ["read"] },
  full: { rounds: 3, scenarios: ["read", "write"] },
};

/** Requests per second over real connections. */
export async function measureHttp(input: PartInput): Promise<HttpResult> {
  const where = circumstances(input.form);
  const { rounds, scenarios: names } = forms[input.form] ?? { rounds: 1, scenarios: [] };
  const { name: generator, load } = await loadGenerator();
  const entries = await entriesFor(
    input,
    ({ kind, store }) => kind !== "part" && (kind === "bare" || store === "memory"),
  );
  const measured = new Map(entries.map(({ id }) => [id, {} as Partial<Record<ScenarioName, HttpRound[]>>]));
  const profiles: Profile[] = [];
  const { ready, refused } = await startTeam(entries, input);
  try {
    const ports = new Map<Ready, number>();
    for (const one of ready) ports.set(one, await one.worker.run("serve", undefined));
    for (let round = 1; round <= rounds; round++) {
      console.error(`Round ${round} of ${rounds}`);
      for (const one of shuffled(ready)) {
        const { entry } = one.worker;
        const bare = ready.find(
          ({ worker }) => worker.entry.kind === "bare" && worker.entry.framework === entry.framework,
        );
        if (entry.kind === "bare" || bare === undefined) continue;
        for (const name of names) {
          const url = (who: Ready) => `http://127.0.0.1:${ports.get(who)}${scenarios[name].path}`;
          const cookies = one.cookies[name] ?? [];
          if (round === 1) await load(url(one), cookies, 1);
          const alone = await slice(bare, url(bare), cookies, load);
          const own = await slice(one, url(one), cookies, load);
          const results = measured.get(entry.id) ?? {};
          results[name] ??= [];
          results[name].push({ ...own, barePerSecond: alone.perSecond, bareCpu: alone.cpu });
        }
      }
    }
    for (const one of ready) {
      const { id, kind } = one.worker.entry;
      const cookies = one.cookies.read ?? [];
      const port = ports.get(one);
      if (input.form !== "full" || !(kind === "floor" || /^@sess\/\w+, memory$/.test(id))) continue;
      const underLoad = load(`http://127.0.0.1:${port}${scenarios.read.path}`, cookies, 3);
      const before = await one.worker.run("cpuSoFar", undefined);
      const spots = await one.worker.run("profileMeanwhile", { milliseconds: 2_500 });
      const answered = await underLoad;
      const total = ((await one.worker.run("cpuSoFar", undefined)) - before) / answered;
      profiles.push({ id, scenario: "read", total, spots: sharesOf(spots, total) });
    }
  } finally {
    await stopTeam(ready);
  }
  return {
    profiles,
    circumstances: where,
    generator,
    refused,
    contestants: [...measured]
      .filter(([, rounds]) => Object.keys(rounds).length > 0)
      .map(([id, rounds]) => ({ id, rounds })),
  };
}

const seconds = 1;

async function slice({ worker }: Ready, url: string, cookies: readonly string[], load: Load) {
  const before = await worker.run("cpuSoFar", undefined);
  const answered = await load(url, cookies, seconds);
  const cpu = ((await worker.run("cpuSoFar", undefined)) - before) / answered;
  return { perSecond: answered / seconds, cpu };
}

/** Requests per second, as a share of those of the bare framework. */
export const shares = (rounds: readonly HttpRound[]): number[] =>
  rounds.map(({ perSecond, barePerSecond }) => perSecond / barePerSecond);

export function httpTable({ contestants }: HttpResult): string {
  const names = [...new Set(contestants.flatMap(({ rounds }) => Object.keys(rounds)))] as ScenarioName[];
  return table(
    ["", ...names.flatMap((name) => [`${name}, requests/s`, "/ bare", "CPU over bare, µs"])],
    contestants.map(({ id, rounds }) => [
      id,
      ...names.flatMap((name) => {
        const all = rounds[name] ?? [];
        if (all.length === 0) return ["-", "-", "-"];
        return [
          spread(all.map(({ perSecond }) => perSecond)).median.toFixed(0),
          digits(spread(shares(all)).median),
          digits(spread(all.map(({ cpu, bareCpu }) => cpu - bareCpu)).median),
        ];
      }),
    ]),
  );
}
