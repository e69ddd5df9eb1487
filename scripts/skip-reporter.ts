import { appendFileSync } from "node:fs";
import type { Reporter, TestCase, TestModule } from "vitest/node";

/** `file > suite > title`, and why it did not run where the test said so. */
function skippedLine(test: TestCase, module: TestModule): string {
  const result = test.result();
  const why = result.state === "skipped" && result.note ? ` (${result.note})` : "";
  return `  ${module.relativeModuleId} > ${test.fullName}${why}`;
}

/**
 * A Vitest reporter that names every skipped test at the end, so that what a machine lacks is never mistaken for what
 * passes. With `CI` set, a skip is a failure. Appends a line `passed failed skipped` to the file that `TEST_COUNTS` names.
 *
 * @example
 * defineConfig({ test: { reporters: ["default", skipReporter()] } });
 */
export function skipReporter(): Reporter {
  return {
    onTestRunEnd(modules, unhandled) {
      const counts = { passed: 0, failed: unhandled.length, skipped: 0, pending: 0 };
      const skipped: string[] = [];
      for (const module of modules) {
        counts.failed += module.errors().length;
        for (const test of module.children.allTests()) {
          const { state } = test.result();
          counts[state]++;
          if (state === "skipped") skipped.push(skippedLine(test, module));
        }
      }
      if (process.env.TEST_COUNTS) {
        appendFileSync(process.env.TEST_COUNTS, `${counts.passed} ${counts.failed} ${counts.skipped}\n`);
      }
      if (skipped.length === 0) return;
      console.log(`\n${skipped.length} tests were SKIPPED: this run does not show that they pass.`);
      console.log([...new Set(skipped)].join("\n"));
      if (process.env.CI) {
        console.log("Under CI a skip is a failure.");
        process.exitCode = 1;
      }
    },
  };
}
