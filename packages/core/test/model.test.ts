import { describe, expect, it } from "vitest";
import { everyScenario } from "./model/every-scenario.ts";
import { nameOf } from "./model/scenario.ts";
import { createWalk, walkThrough } from "./model/walk.ts";

// The engine itself, over a store that hands control back at every call: all interleavings of the requests, and every
// order in which their responses arrive. What an execution may do beside the promises is listed in model/exceptions.ts.
describe("every interleaving keeps every promise:", () => {
  it.each(Object.entries(everyScenario))(
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
