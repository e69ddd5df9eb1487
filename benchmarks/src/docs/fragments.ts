import { cpuTable } from "../parts/cpu.ts";
import { httpTable } from "../parts/http.ts";
import { memoryTable } from "../parts/memory.ts";
import { parallelTable } from "../parts/parallel.ts";
import { redisTable } from "../parts/redis.ts";
import { scaleTable } from "../parts/scale.ts";
import { filesTable, sizeTable } from "../parts/size.ts";
import type { Circumstances } from "../results.ts";
import { type ScenarioName, scenarioNames } from "../scenario.ts";
import { digits } from "../statistics.ts";
import { table } from "../table.ts";
import { nodesTable } from "./nodes-table.ts";
import { profileFragments } from "./profiles.ts";
import { missedTargets } from "./reasons.ts";
import { overheadOf, type ResultsAtHand } from "./results-at-hand.ts";
import { targets } from "./targets.ts";

const missing = "*Not measured yet.*";

/** What the page's `{{name}}` stand for. */
export function fragments(results: ResultsAtHand): Readonly<Record<string, string>> {
  const { cpu, redis, memory, scale, parallel, http, size } = results;
  return {
    circumstances: table(
      ["part", "form", "date", "Node", "processor", "cores", "load at the start"],
      measuredParts(results).map(([name, { circumstances }]) => [name, ...circumstancesRow(circumstances)]),
    ),
    targets: targetsTable(results),
    cpu: cpu === undefined ? missing : cpuTable(cpu, cpu.circumstances.form === "full"),
    ratios: cpu === undefined ? missing : ratioTable(results),
    nodes: nodesTable(results) ?? missing,
    reasons: missedTargets(results),
    refused: refusedList(results),
    redis: redis === undefined ? missing : redisTable(redis),
    memory: memory === undefined ? missing : memoryTable(memory),
    scale: scale === undefined ? missing : scaleTable(scale),
    parallel: parallel === undefined ? missing : parallelTable(parallel),
    http: http === undefined ? missing : httpTable(http),
    generator: http?.generator ?? "a load generator",
    size: size === undefined ? missing : sizeTable(size),
    ...Object.fromEntries(
      Object.keys(size?.files ?? {}).map((name) => [`files of ${name}`, size && filesTable(size, name, 8)]),
    ),
    ...profileFragments(results),
  };
}

function measuredParts({
  otherNodes,
  ...parts
}: ResultsAtHand): (readonly [string, { readonly circumstances: Circumstances }])[] {
  const named = Object.entries(parts).flatMap(([name, result]) =>
    result === undefined ? [] : [[name, result] as const],
  );
  return [...named, ...otherNodes.map((result) => ["cpu", result] as const)];
}

function circumstancesRow({ form, date, node, processor, cores, load }: Circumstances): string[] {
  return [form, date, node, processor, String(cores), digits(load)];
}

function targetsTable(results: ResultsAtHand): string {
  const verdict = (met: boolean | undefined) =>
    met === undefined ? "not measured" : met ? "met" : "**missed**";
  return table(
    ["target", "limit", "figure", ""],
    targets(results).map(({ what, limit, figure, met }) => [what, limit, figure, verdict(met)]),
  );
}

/** Overheads as multiples of the floor's of the same framework. */
function ratioTable({ cpu }: ResultsAtHand): string {
  const compared: readonly ScenarioName[] = scenarioNames.filter(
    (name) => name !== "anonymous" && name !== "garbage",
  );
  const rows = (cpu?.contestants ?? []).filter(({ entry }) => entry.kind === "ours" || entry.kind === "peer");
  return table(
    ["overhead / the floor's", ...compared],
    rows.map(({ entry }) => [
      entry.id,
      ...compared.map((name) => {
        const own = cpu && overheadOf(cpu, entry.id, name);
        const floor = cpu && overheadOf(cpu, `floor (${entry.framework})`, name);
        return own === undefined || floor === undefined ? "-" : digits(own / floor);
      }),
    ]),
  );
}

function refusedList({ cpu, redis, memory, http }: ResultsAtHand): string {
  const refused = [cpu, redis, memory, http].flatMap((result) => result?.refused ?? []);
  if (refused.length === 0) return "Nobody was refused.";
  return [...new Set(refused.map(({ id, reason }) => `- ${id}: ${reason}`))].join("\n");
}
