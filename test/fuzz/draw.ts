import { type Arbitrary, sample } from "fast-check";

/** Choices that follow from a seed alone: the same seed, the same input. */
export interface Draw {
  /** A whole number from 0 to below `limit`. */
  int(limit: number): number;
  /** True once in `times`. */
  oneIn(times: number): boolean;
  pick<Value>(list: readonly Value[]): Value;
  /** A value of fast-check's. */
  any<Value>(arbitrary: Arbitrary<Value>): Value;
}

export function drawFrom(seed: number): Draw {
  let state = seed | 0;
  // Mulberry32.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const int = (limit: number) => Math.floor((next() / 2 ** 32) * limit);
  return {
    int,
    oneIn: (times) => int(times) === 0,
    pick: <Value>(list: readonly Value[]) => list[int(list.length)] as Value,
    any: (arbitrary) => sample(arbitrary, { seed: next() | 0, numRuns: 1 })[0] as never,
  };
}

/** The seed of one case of a run. */
export function caseSeed(run: number, index: number): number {
  let mixed = (run ^ Math.imul(index + 1, 0x9e3779b1)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 0;
}
