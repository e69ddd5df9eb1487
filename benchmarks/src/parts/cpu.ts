import type { Entry } from "../contestants.ts";
import type { PartInput } from "../part.ts";
import { type Circumstances, circumstances } from "../results.ts";
import { type ScenarioName, scenarioNames } from "../scenario.ts";
import { digits, shuffled, spread } from "../statistics.ts";
import { table } from "../table.ts";
import { entriesFor, type Ready, type Refused, startTeam, stopTeam } from "../teams.ts";

/** One slice, and that of the bare framework right before it: microseconds of CPU per request. */
export interface Round {
  readonly cpu: number;
  readonly bare: number;
}

export interface CpuResult {
  readonly circumstances: Circumstances;
  readonly refused: readonly Refused[];
  readonly contestants: readonly {
    readonly entry: Entry;
    readonly rounds: Partial<Record<ScenarioName, readonly Round[]>>;
  }[];
}

const forms = {
  quick: { generations: 1, rounds: 3, warmUp: 200, slice: 25 },
  full: { generations: 3, rounds: 5, warmUp: 500, slice: 100 },
};

/** CPU per request of every contestant, each slice right after one of its bare framework. */
export async function measureCpu(input: PartInput): Promise<CpuResult> {
  const { generations, rounds, warmUp, slice } = forms[input.form];
  const where = circumstances(input.form);
  const entries = await entriesFor(input);
  const measured = new Map(entries.map(({ id }) => [id, {} as Partial<Record<ScenarioName, Round[]>>]));
  const refusals = new Map<string, Refused>();

  for (let generation = 1; generation <= generations; generation++) {
    const { ready, refused } = await startTeam(entries, input);
    for (const one of refused) refusals.set(one.id, one);
    try {
      const counts = await warmUpAll(ready, warmUp, slice);
      for (let round = 1; round <= rounds; round++) {
        console.error(`Generation ${generation} of ${generations}, round ${round} of ${rounds}`);
        for (const one of shuffled(ready)) {
          await measureRound(one, bareOf(ready, one), counts, measured.get(one.worker.entry.id) ?? {});
        }
      }
    } finally {
      await stopTeam(ready);
    }
  }
  return {
    circumstances: where,
    refused: [...refusals.values()],
    contestants: entries
      .filter(({ id, kind }) => kind !== "bare" && !refusals.has(id))
      .map((entry) => ({ entry, rounds: measured.get(entry.id) ?? {} })),
  };
}

type Counts = Map<Ready, Partial<Record<ScenarioName, number>>>;

async function warmUpAll(ready: readonly Ready[], milliseconds: number, slice: number): Promise<Counts> {
  const counts: Counts = new Map();
  for (const one of ready) {
    const { entry } = one.worker;
    const count: Partial<Record<ScenarioName, number>> = {};
    for (const scenario of entry.scenarios) {
      const cookies = one.cookies[scenario] ?? [];
      count[scenario] = await one.worker.run("warmUp", {
        scenario,
        cookies,
        milliseconds,
        sliceMilliseconds: slice,
      });
    }
    counts.set(one, count);
  }
  return counts;
}

function bareOf(ready: readonly Ready[], { worker }: Ready): Ready {
  const found = ready.find(
    ({ worker: { entry } }) => entry.kind === "bare" && entry.framework === worker.entry.framework,
  );
  if (found === undefined) throw new Error(`${worker.entry.framework} alone does not run.`);
  return found;
}

async function measureRound(
  one: Ready,
  bare: Ready,
  counts: Counts,
  rounds: Partial<Record<ScenarioName, Round[]>>,
): Promise<void> {
  const { entry } = one.worker;
  if (entry.kind === "bare") return;
  for (const scenario of entry.scenarios) {
    // The framework alone is sent the same cookies: it has the same head to hold.
    const cookies = one.cookies[scenario] ?? [];
    const slice = (who: Ready) =>
      who.worker.run("slice", { scenario, cookies, count: counts.get(who)?.[scenario] ?? 64 });
    const bareCpu = await slice(bare);
    const cpu = await slice(one);
    rounds[scenario] ??= [];
    rounds[scenario].push({ cpu, bare: bareCpu });
  }
}

/** Microseconds over the bare framework, of each round. */
export function overheads(rounds: readonly Round[]): number[] {
  return rounds.map(({ cpu, bare }) => cpu - bare);
}

/** Overheads, with the least and the most of them where `ranges` asks for it. */
export function cpuTable({ contestants }: CpuResult, ranges = false): string {
  const cell = (rounds: readonly Round[] | undefined) => {
    if (rounds === undefined) return "-";
    const { median, min, max } = spread(overheads(rounds));
    return ranges ? `${digits(median)} [${digits(min)}..${digits(max)}]` : digits(median);
  };
  return table(
    ["overhead, µs of CPU", ...scenarioNames],
    contestants.map(({ entry, rounds }) => [entry.id, ...scenarioNames.map((name) => cell(rounds[name]))]),
  );
}
