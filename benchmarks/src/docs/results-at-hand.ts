import { type CpuResult, overheads } from "../parts/cpu.ts";
import type { HttpResult } from "../parts/http.ts";
import type { MemoryResult } from "../parts/memory.ts";
import type { ParallelResult } from "../parts/parallel.ts";
import type { ProfileResult } from "../parts/profile.ts";
import type { RedisResult } from "../parts/redis.ts";
import type { ScaleResult } from "../parts/scale.ts";
import type { SizeResult } from "../parts/size.ts";
import { keptResult } from "../results.ts";
import type { ScenarioName } from "../scenario.ts";
import { spread } from "../statistics.ts";

/** What has been measured so far. */
export interface ResultsAtHand {
  readonly cpu: CpuResult | undefined;
  readonly redis: RedisResult | undefined;
  readonly memory: MemoryResult | undefined;
  readonly scale: ScaleResult | undefined;
  readonly parallel: ParallelResult | undefined;
  readonly http: HttpResult | undefined;
  readonly profile: ProfileResult | undefined;
  readonly size: SizeResult | undefined;
  /** CPU per request of the memory stores on older and newer Nodes than the project's own. */
  readonly otherNodes: readonly CpuResult[];
}

export function resultsAtHand(): ResultsAtHand {
  return {
    cpu: keptResult("cpu"),
    redis: keptResult("redis"),
    memory: keptResult("memory"),
    scale: keptResult("scale"),
    parallel: keptResult("parallel"),
    http: keptResult("http"),
    profile: keptResult("profile"),
    size: keptResult("size"),
    otherNodes: [22, 26].flatMap((major) => keptResult<CpuResult>(`cpu-node${major}`) ?? []),
  };
}

/** The median overhead of a contestant in a scenario, where it took part. */
export function overheadOf(cpu: CpuResult, id: string, scenario: ScenarioName): number | undefined {
  const rounds = cpu.contestants.find(({ entry }) => entry.id === id)?.rounds[scenario];
  return rounds === undefined ? undefined : spread(overheads(rounds)).median;
}
