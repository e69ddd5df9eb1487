import { ConformanceError } from "../assert.ts";
import type { WorkerAnswer, WorkerOrder } from "./parallel-worker.ts";
import type { StoreWorkers } from "./under-test.ts";

/** Processes that work on the same records. */
export interface Processes {
  /** Gives each process its order at the same time, and waits for all of them. */
  all(order: (index: number) => WorkerOrder): Promise<readonly (number | boolean)[]>;
  stop(): Promise<void>;
}

/** Starts so many processes with the module, each with a store of its own. */
export async function startProcesses({ module, data }: StoreWorkers, count: number): Promise<Processes> {
  // Imported here, so that the suite loads where there are no processes.
  const { fork } = await import("node:child_process");
  const children = Array.from({ length: count }, () =>
    // Without the flags of the test runner, which are for its own workers.
    fork(module, { execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] }),
  );
  const give = (child: (typeof children)[number], order: WorkerOrder) =>
    new Promise<number | boolean>((resolve, reject) => {
      const done = () => {
        child.off("message", answered);
        child.off("exit", ended);
      };
      const answered = (message: unknown) => {
        done();
        const answer = message as WorkerAnswer;
        if ("error" in answer) reject(new ConformanceError(`A process failed: ${answer.error}`));
        else resolve(answer.result);
      };
      const ended = (code: number | null) => {
        done();
        reject(new ConformanceError(`A process ended with code ${String(code)} before it answered.`));
      };
      if (hasEnded(child)) return ended(child.exitCode);
      child.on("message", answered);
      child.on("exit", ended);
      // What cannot be sent is the fault of a process that is ending; its end is what is reported.
      child.send(order, () => {});
    });
  const processes: Processes = {
    all: (order) => Promise.all(children.map((child, index) => give(child, order(index)))),
    async stop() {
      await Promise.all(
        children.map(
          (child) =>
            new Promise<void>((resolve) => {
              if (hasEnded(child)) return resolve();
              child.once("exit", () => resolve());
              if (child.connected) child.disconnect();
            }),
        ),
      );
    },
  };
  try {
    await processes.all(() => ({ open: data }));
  } catch (error) {
    await processes.stop();
    throw error;
  }
  return processes;
}

function hasEnded(child: { readonly exitCode: number | null; readonly signalCode: string | null }): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
