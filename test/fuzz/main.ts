import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import type { Finding } from "./campaign.ts";
import { replay } from "./campaign.ts";
import { targetOf, targets } from "./targets/every-target.ts";
import { watched } from "./watched.ts";

const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "1000000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    target: { type: "string" },
    case: { type: "string" },
    patience: { type: "string", default: "15000" },
  },
});
const seed = Number(values.seed);

if (values.case !== undefined) {
  report(await replay(targetOf(values.target ?? ""), Number(values.case)));
} else {
  const chosen = values.target === undefined ? targets : [targetOf(values.target)];
  const shares = chosen.reduce((sum, { share }) => sum + share, 0);
  const waiting = chosen.map(({ name, share }) => ({
    target: name,
    seed,
    inputs: Math.ceil((Number(values.inputs) * share) / shares),
  }));
  const total = waiting.reduce((sum, { inputs }) => sum + inputs, 0);
  console.log(`Seed ${seed}: ${total} inputs.`);
  const begun = performance.now();
  const findings: Finding[] = [];
  const runNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const start = performance.now();
      const found = await watched(next, Number(values.patience));
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      console.log(`${next.target}: ${next.inputs} inputs in ${seconds} s, ${found.length} findings.`);
      findings.push(...found);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, runNext));
  console.log(`${total} inputs in ${((performance.now() - begun) / 1000).toFixed(0)} s.`);
  report(findings);
}

function report(findings: readonly Finding[]): void {
  for (const { target, seed: its, what, input } of findings) {
    console.log(`\n${target}: ${what}\nInput: ${input}\nAgain: pnpm fuzz --target ${target} --case=${its}`);
  }
  console.log(findings.length === 0 ? "Nothing was found." : `${findings.length} findings.`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
