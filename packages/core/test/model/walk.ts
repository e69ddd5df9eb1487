import { checkEnding } from "./ending.ts";
import type { Exception } from "./exceptions.ts";
import { Breach } from "./promise.ts";
import type { Scenario } from "./scenario.ts";
import { prepare } from "./start.ts";
import { createWorld, type World } from "./world.ts";

/** A promise that an execution broke, and the choices that led there. */
export interface Finding {
  readonly scenario: Scenario;
  readonly breach: Breach;
  readonly trace: readonly string[];
}

/** What a walk has seen. */
export interface Walk {
  executions: number;
  states: number;
  readonly findings: Finding[];
  readonly excused: Map<Exception, number>;
  /** Whether every execution was walked through. */
  complete: boolean;
}

export const createWalk = (): Walk => ({
  executions: 0,
  states: 0,
  findings: [],
  excused: new Map(),
  complete: true,
});

/** When to stop. */
export interface Bounds {
  /** Stop a scenario after so many executions. */
  readonly executions?: number;
  /** Stop a scenario at the first finding. */
  readonly first?: boolean;
}

/**
 * Walks through all executions of a scenario: each is run anew from the start, following the choices that lead to a state
 * from which something has not been tried. A state that was seen before is not followed any further.
 */
export async function walkThrough(scenario: Scenario, walk: Walk, bounds: Bounds = {}): Promise<void> {
  const prepared = await prepare(scenario.start);
  const seen = new Set<string>();
  const ahead: (readonly string[])[] = [[]];
  const most = walk.executions + (bounds.executions ?? Number.POSITIVE_INFINITY);
  for (let path = ahead.pop(); path !== undefined; path = ahead.pop()) {
    if (walk.executions >= most) {
      walk.complete = false;
      break;
    }
    walk.executions++;
    const world = createWorld(scenario, prepared);
    const breach = await follow(world, path, seen, ahead);
    world.close();
    for (const excuse of world.excused) walk.excused.set(excuse, (walk.excused.get(excuse) ?? 0) + 1);
    if (breach === undefined) continue;
    walk.findings.push({ scenario, breach, trace: [...world.trace] });
    if (bounds.first) break;
  }
  walk.states += seen.size;
}

async function follow(
  world: World,
  path: readonly string[],
  seen: Set<string>,
  ahead: (readonly string[])[],
): Promise<Breach | undefined> {
  try {
    for (const choice of path) await world.take(choice);
    for (;;) {
      if (world.broken !== undefined) return world.broken;
      const key = world.key();
      if (seen.has(key)) return undefined;
      seen.add(key);
      const [first, ...others] = world.choices();
      if (first === undefined) {
        await checkEnding(world);
        return world.broken;
      }
      for (const other of others) ahead.push([...world.trace, other]);
      await world.take(first);
    }
  } catch (error) {
    if (error instanceof Breach) return error;
    throw new Error(`The walk itself has failed after ${world.trace.join(", ")}`, { cause: error });
  }
}
