import type { Entry } from "./contestants.ts";
import type { HotSpot } from "./drive/profiler.ts";
import type { ScenarioName } from "./scenario.ts";

/** What a contestant's process can be told to do. */
export interface Tasks {
  /** Starts and checks the contestant. Gives the Cookie headers that each scenario sends. */
  start: {
    input: { readonly entry: Entry; readonly redisUrl: string | undefined };
    output: Partial<Record<ScenarioName, readonly string[]>>;
  };
  /** Gives how many requests a slice of that time takes. */
  warmUp: {
    input: {
      readonly scenario: ScenarioName;
      readonly cookies: readonly string[];
      readonly milliseconds: number;
      readonly sliceMilliseconds: number;
    };
    output: number;
  };
  /** Gives microseconds of CPU per request. */
  slice: {
    input: { readonly scenario: ScenarioName; readonly cookies: readonly string[]; readonly count: number };
    output: number;
  };
  /** Runs under the profiler for that time. */
  profile: {
    input: {
      readonly scenario: ScenarioName;
      readonly cookies: readonly string[];
      readonly milliseconds: number;
    };
    /** With microseconds of CPU per request. */
    output: { readonly cpu: number; readonly spots: readonly HotSpot[] };
  };
  /** Profiles whatever the process does for that time. */
  profileMeanwhile: { input: { readonly milliseconds: number }; output: readonly HotSpot[] };
  /** Creates so many sessions. Gives the bytes of each. */
  fill: { input: { readonly count: number }; output: { readonly heap: number; readonly rss: number } };
  /** Gives the port. */
  serve: { input: undefined; output: number };
  /** Microseconds of CPU of the process so far. */
  cpuSoFar: { input: undefined; output: number };
  stop: { input: undefined; output: unknown };
}

export type TaskName = keyof Tasks;

export interface Task {
  readonly name: TaskName;
  readonly input: unknown;
}

export type Reply = { readonly output: unknown } | { readonly error: string };
