import type { PartInput } from "./part.ts";
import { cpuTable, measureCpu } from "./parts/cpu.ts";
import { httpTable, measureHttp } from "./parts/http.ts";
import { measureMemory, memoryTable } from "./parts/memory.ts";
import { measureParallel, parallelTable } from "./parts/parallel.ts";
import { measureProfile, profileTable } from "./parts/profile.ts";
import { measureRedis, redisTable } from "./parts/redis.ts";
import { measureScale, scaleTable } from "./parts/scale.ts";
import { measureSize, sizeTable } from "./parts/size.ts";
import type { Circumstances } from "./results.ts";

interface Outcome {
  readonly result: { readonly circumstances: Circumstances };
  readonly table: string;
}

type Part = (input: PartInput) => Promise<Outcome>;

function part<Result extends { readonly circumstances: Circumstances }>(
  measure: (input: PartInput) => Promise<Result>,
  show: (result: Result) => string,
): Part {
  return async (input) => {
    const result = await measure(input);
    return { result, table: show(result) };
  };
}

/** What can be measured, by name. */
export const parts: Readonly<Record<string, Part>> = {
  cpu: part(measureCpu, cpuTable),
  redis: part(measureRedis, redisTable),
  memory: part(measureMemory, memoryTable),
  scale: part(measureScale, scaleTable),
  parallel: part(measureParallel, parallelTable),
  http: part(measureHttp, httpTable),
  profile: part(measureProfile, profileTable),
  size: part(measureSize, sizeTable),
};
