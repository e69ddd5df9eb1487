import { parentPort, workerData } from "node:worker_threads";
import { campaign } from "./campaign.ts";
import { targetOf } from "./targets/every-target.ts";
import type { ThreadData } from "./watched.ts";

const { target, seed, inputs, progress } = workerData as ThreadData;
const findings = await campaign(targetOf(target), {
  seed,
  inputs,
  onCase(index, its) {
    Atomics.store(progress, 1, its);
    Atomics.store(progress, 0, index + 1);
  },
});
parentPort?.postMessage(findings);
