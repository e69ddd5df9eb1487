import { Worker } from "node:worker_threads";
import type { Finding } from "./campaign.ts";

/** A campaign, for a thread of its own. */
export interface WatchedCampaign {
  /** The name of the target. */
  readonly target: string;
  readonly seed: number;
  readonly inputs: number;
}

/** What the thread is given besides: where it says which case it is at, and its seed. */
export interface ThreadData extends WatchedCampaign {
  readonly progress: Int32Array;
}

/** How long a target may take to be set up, in milliseconds. */
const startPatience = 120_000;

/**
 * Runs a campaign in a thread of its own: a case that ends the thread, or has not ended after `patience` milliseconds, is
 * a finding as well.
 */
export function watched(campaign: WatchedCampaign, patience: number): Promise<readonly Finding[]> {
  const progress = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(new URL("./thread.ts", import.meta.url), {
    workerData: { ...campaign, progress } satisfies ThreadData,
  });
  const found = (what: string): readonly Finding[] => [
    { target: campaign.target, seed: Atomics.load(progress, 1), what, input: "(see its seed)" },
  ];
  return new Promise((resolve) => {
    let last = -1;
    let since = performance.now();
    const watch = setInterval(() => {
      const index = Atomics.load(progress, 0);
      if (index !== last) {
        last = index;
        since = performance.now();
      } else if (performance.now() - since > (index === 0 ? startPatience : patience)) {
        end(found("It never ends."));
      }
    }, 500);
    const end = (findings: readonly Finding[]) => {
      clearInterval(watch);
      resolve(findings);
      void worker.terminate();
    };
    worker.once("message", end);
    worker.once("error", (error) => end(found(`It ended the thread: ${error.stack ?? error.message}`)));
    worker.once("exit", () => end(found("It ended the thread.")));
  });
}
