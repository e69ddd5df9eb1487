import { describe, expect, it } from "vitest";
import { everyScenario } from "./every-scenario.ts";
import { nameOf } from "./scenario.ts";
import { createWalk, walkThrough } from "./walk.ts";

/**
 * Walks through the scenarios with such titles: the engine itself, over a store that hands control back at every call. All
 * interleavings of the requests, and every order in which their responses arrive. What an execution may do beside the
 * promises is listed in exceptions.ts.
 */
export function keepsEveryPromise(isOurs: (title: string) => boolean): void {
  describe("every interleaving keeps every promise:", () => {
    it.each(Object.entries(everyScenario).filter(([title]) => isOurs(title)))(
      "%s",
      async (_, scenarios) => {
        const walk = createWalk();
        for (const scenario of scenarios) await walkThrough(scenario, walk, { first: true });
        const findings = walk.findings.map(({ scenario, breach, trace }) => [
          nameOf(scenario),
          breach.message,
          trace,
        ]);
        expect(findings).toEqual([]);
        expect(walk.complete).toBe(true);
        expect(walk.executions).toBeGreaterThan(scenarios.length);
      },
      120_000,
    );
  });
}
