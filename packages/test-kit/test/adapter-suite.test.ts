import { describe, expect, it } from "vitest";
import { adapterSuite } from "../src/adapter.ts";
import { type Sabotage, sabotages } from "./adapter-sabotage.ts";
import { smallestAdapter } from "./smallest-adapter.ts";

adapterSuite({ describe, it, ...smallestAdapter("the smallest") });

/** The titles of the behaviours in this group that an adapter with these steps does not have. */
async function failuresOf({ steps, group }: Sabotage): Promise<readonly string[]> {
  const tests: [title: string, test: () => Promise<void>][] = [];
  const path: string[] = [];
  adapterSuite({
    ...smallestAdapter("a wrong one", steps),
    describe(title, body) {
      path.push(title);
      body();
      path.pop();
    },
    it(title, test) {
      if (path.at(-1) === group) tests.push([title, test]);
    },
  });
  const failures: string[] = [];
  await Promise.all(tests.map(([title, test]) => test().catch(() => failures.push(title))));
  return failures;
}

describe("the adapter suite finds an adapter that", () => {
  it.each(Object.entries(sabotages))("%s", { timeout: 20_000 }, async (_title, sabotage) => {
    expect(await failuresOf(sabotage)).toContain(sabotage.found);
  });
});
