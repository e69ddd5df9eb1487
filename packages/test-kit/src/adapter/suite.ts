import { equal } from "../assert.ts";
import type { AdapterAbilities, AdapterUnderTest } from "./app.ts";
import type { Bench } from "./bench.ts";
import { groups } from "./groups.ts";

/** An adapter, and the two functions of the test runner. */
export interface AdapterSuiteOptions extends AdapterUnderTest {
  readonly describe: (title: string, body: () => void) => unknown;
  /** `timeout` is in milliseconds; runners that do not know it pass it over. */
  readonly it: (title: string, test: () => Promise<void>, timeout?: number) => unknown;
}

/** Longer than a behaviour waits before it says what has not come. */
const timeout = 10_000;

/**
 * Runs the HTTP behaviours that every adapter has, over real servers of one adapter. Knows no test runner: give it the
 * `describe` and `it` of yours (vitest, jest, mocha, node:test, bun:test). What an adapter's abilities rule out is not
 * run; the last group says for each missing ability how many behaviours that were.
 *
 * @example
 * import { type AdapterUnderTest, adapterSuite } from "@sess/test-kit/adapter";
 * import { describe, it } from "vitest";
 *
 * declare const adapter: AdapterUnderTest; // yours
 * adapterSuite({ describe, it, ...adapter });
 */
export function adapterSuite(options: AdapterSuiteOptions): void {
  const { describe, it, ...adapter } = options;
  const ruledOut = new Map<keyof AdapterAbilities, string[]>();
  describe(`adapter: ${adapter.name}`, () => {
    for (const group of groups) {
      const behaviours: [title: string, test: () => Promise<void>][] = [];
      const behaves: Bench["behaves"] = (title, test, needs) => {
        if (needs === undefined || adapter.abilities[needs]) behaviours.push([title, test]);
        else ruledOut.set(needs, [...(ruledOut.get(needs) ?? []), title]);
      };
      group.define({ adapter, behaves });
      if (behaviours.length === 0) continue;
      describe(group.title, () => {
        for (const [title, test] of behaviours) it(title, test, timeout);
      });
    }
    describe("what does not apply", () => {
      const missing = (Object.keys(adapter.abilities) as (keyof AdapterAbilities)[]).filter(
        (ability) => !adapter.abilities[ability],
      );
      it(`is what its abilities rule out: ${missing.join(", ") || "nothing"}`, async () => {
        equal([...ruledOut.keys()].sort(), [...missing].sort(), "abilities that some behaviour needs");
      });
      for (const [ability, titles] of ruledOut) {
        it(`${ability}: ${titles.length} not run: ${titles.join(" · ")}`, async () => {
          equal(adapter.abilities[ability], false, ability);
        });
      }
    });
  });
}
