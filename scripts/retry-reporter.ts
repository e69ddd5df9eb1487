import type { Reporter } from "vitest/node";

/**
 * A Vitest reporter that names, at the end, every test that passed only when it was tried again. `retry` keeps a hiccup
 * of a busy machine from hiding everything else that a run shows; this keeps it from hiding the hiccup.
 *
 * @example
 * defineConfig({ test: { retry: 1, reporters: ["default", retryReporter()] } });
 */
export function retryReporter(): Reporter {
  return {
    onTestRunEnd(modules) {
      const lines: string[] = [];
      for (const module of modules) {
        for (const test of module.children.allTests()) {
          const tries = test.diagnostic()?.retryCount ?? 0;
          if (tries > 0 && test.result().state === "passed") {
            lines.push(`  ${module.relativeModuleId} > ${test.fullName}`);
          }
        }
      }
      if (lines.length === 0) return;
      console.log(`\n${lines.length} tests passed ONLY WHEN TRIED AGAIN. Each is a fault to mend:`);
      console.log(lines.join("\n"));
    },
  };
}
