import type { SessionStore } from "@sess/core";
import { ConformanceError } from "../assert.ts";

/** Additions to the number that is the data of one record, by several workers at once. */
export interface Adding {
  readonly key: string;
  readonly now: number;
  readonly workers: number;
  /** How many additions each worker makes. */
  readonly times: number;
  /** Different for all that add at the same time: versions begin with it. */
  readonly tag: string;
}

/** How often a worker may be refused in a row: far more than others can win. */
const patience = 20_000;

/** Reads, adds one and writes, again where another was faster. Answers how many additions were acknowledged. */
export async function add(store: SessionStore, { key, now, workers, times, tag }: Adding): Promise<number> {
  const work = async (worker: number): Promise<number> => {
    let done = 0;
    for (let refused = 0; done < times && refused < patience; refused++) {
      const before = await store.read(key, now, ...(store.abilities.mayBeStale ? [true] : []));
      if (before === undefined)
        throw new ConformanceError(`Expected: the record ${key} is there while it is written.`);
      const after = { ...before, version: `${tag}_${worker}_${done}`, data: String(Number(before.data) + 1) };
      if (!(await store.write(key, after, before.version, now))) continue;
      done++;
      refused = -1;
    }
    return done;
  };
  const counts = await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  return counts.reduce((sum, count) => sum + count, 0);
}
