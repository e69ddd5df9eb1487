import type { HotSpot } from "../drive/profiler.ts";
import type { PartInput } from "../part.ts";
import { type Circumstances, circumstances } from "../results.ts";
import { type ScenarioName, scenarioNames } from "../scenario.ts";
import { digits } from "../statistics.ts";
import { table } from "../table.ts";
import { entriesFor, startTeam, stopTeam } from "../teams.ts";

/** CPU per request in microseconds, and where it was spent. */
export interface Profile {
  readonly id: string;
  readonly scenario: ScenarioName;
  readonly total: number;
  readonly spots: readonly (Pick<HotSpot, "name" | "file"> & { readonly microseconds: number })[];
}

export interface ProfileResult {
  readonly circumstances: Circumstances;
  readonly profiles: readonly Profile[];
}

/** What is looked at: wherever a target has been set, on the memory store and on the others that have one. */
const profiled: readonly { readonly of: RegExp; readonly scenarios: readonly ScenarioName[] }[] = [
  { of: /^@sess\/\w+, memory$/, scenarios: scenarioNames },
  { of: /^@sess\/express, sqlite$/, scenarios: ["write"] },
  { of: /^@sess\/express, cookie, encrypted$/, scenarios: ["read", "write"] },
];
const kept = 60;

/** Where the time goes, of ours. `--only` takes another contestant, and looks at everything it does. */
export async function measureProfile(input: PartInput): Promise<ProfileResult> {
  const where = circumstances(input.form);
  const milliseconds = input.form === "full" ? 4_000 : 1_000;
  const chosen = input.only === "" ? profiled : [{ of: /(?:)/, scenarios: scenarioNames }];
  const chosenFor = (id: string) =>
    chosen.find(({ of }) => of.test(id) && id.includes(input.only))?.scenarios;
  const entries = await entriesFor(input, ({ id }) => chosenFor(id) !== undefined);
  const profiles: Profile[] = [];
  for (const entry of entries) {
    const { ready } = await startTeam([entry], input);
    for (const { worker, cookies } of ready) {
      for (const scenario of chosenFor(entry.id) ?? []) {
        if (!entry.scenarios.includes(scenario)) continue;
        const sent = cookies[scenario] ?? [];
        const { spots, cpu } = await worker.run("profile", { scenario, cookies: sent, milliseconds });
        profiles.push({ id: entry.id, scenario, total: cpu, spots: sharesOf(spots, cpu) });
      }
    }
    await stopTeam(ready);
  }
  return { circumstances: where, profiles };
}

/** What of the CPU of a request was spent where: the biggest of them. */
export function sharesOf(spots: readonly HotSpot[], cpu: number): Profile["spots"] {
  const busy = spots.filter(
    ({ name, file }) => !/^\((idle|program)\)$/.test(name) && file !== "node:inspector",
  );
  const samples = busy.reduce((sum, spot) => sum + spot.samples, 0);
  return busy
    .slice(0, kept)
    .map(({ name, file, samples: own }) => ({ name, file, microseconds: (cpu * own) / samples }));
}

/** The biggest of them. */
function profileRows({ spots, total }: Profile, count: number): string[][] {
  return spots
    .slice(0, count)
    .map(({ name, file, microseconds }) => [
      `\`${name}\``,
      file,
      digits(microseconds),
      `${Math.round((100 * microseconds) / total)} %`,
    ]);
}

export function profileTable({ profiles }: ProfileResult): string {
  return profiles
    .map((profile) => {
      const head = [
        `${profile.id}, ${profile.scenario}: ${digits(profile.total)} µs`,
        "where",
        "µs",
        "share",
      ];
      return table(head, profileRows(profile, 30));
    })
    .join("\n\n");
}
