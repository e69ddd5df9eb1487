// `pnpm model`: walks through what takes too long for the tests, and ends with a failure where a promise is broken.
import { longScenarios } from "../packages/core/test/model/every-scenario.ts";
import { nameOf } from "../packages/core/test/model/scenario.ts";
import { createWalk, walkThrough } from "../packages/core/test/model/walk.ts";

const patience = 10_000;

for (const [title, scenarios] of Object.entries(longScenarios)) {
  const walk = createWalk();
  console.log(`${title}: ${scenarios.length} scenarios`);
  let told = Date.now();
  for (const [index, scenario] of scenarios.entries()) {
    await walkThrough(scenario, walk, { first: true });
    if (Date.now() - told < patience) continue;
    told = Date.now();
    console.log(`  ${index + 1} scenarios, ${walk.executions} executions, ${walk.findings.length} findings`);
  }
  for (const { scenario, breach, trace } of walk.findings) {
    console.log(`\n${nameOf(scenario)}\n  ${breach.message}\n  ${trace.join("\n  ")}`);
    process.exitCode = 1;
  }
  console.log(`  done: ${walk.executions} executions, ${walk.findings.length} findings`);
  for (const [exception, times] of walk.excused) console.log(`  excused ${times} times: ${exception}`);
}
