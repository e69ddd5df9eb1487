import type { Planned } from "./run.ts";
import type { Start } from "./start.ts";

/** Requests that overlap in every way there is, from one situation. */
export interface Scenario {
  readonly start: Start;
  readonly requests: readonly Planned[];
  /** Whether each request runs in a process of its own, or all in one. */
  readonly processes: "each" | "one";
  /** How many faults there may be: failed calls, lost replies, late calls, crashes, lost responses. */
  readonly faults: number;
  /** Jumps of the clock in milliseconds; each may happen once, at any point. */
  readonly jumps: readonly number[];
  /** @default "map" */
  readonly store?: "map" | "memory" | "touchless";
}

/** The scenario in a line. */
export function nameOf({ start, requests, processes, faults, jumps, store = "map" }: Scenario): string {
  const does = requests.map(({ name, does, browser, after }) => {
    const who = browser === "victim" ? "" : ` (${browser})`;
    return `${name}${who} ${does.name}${after === undefined ? "" : ` after ${after}`}`;
  });
  const around = [
    processes === "one" ? "one process" : "processes of their own",
    ...(faults > 0 ? [`${faults} fault${faults > 1 ? "s" : ""}`] : []),
    ...jumps.map((jump) => `+${jump / 1000} s`),
    ...(store === "map" ? [] : [`${store} store`]),
  ];
  return `${start.name}: ${does.join(", ")} (${around.join(", ")})`;
}
