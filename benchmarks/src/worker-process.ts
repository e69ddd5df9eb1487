import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Entry } from "./contestants.ts";
import type { Reply, TaskName, Tasks } from "./worker-tasks.ts";

/** The process of one contestant. */
export interface WorkerProcess {
  readonly entry: Entry;
  /** Rejects with what went wrong there. One at a time. */
  run<Name extends TaskName>(name: Name, input: Tasks[Name]["input"]): Promise<Tasks[Name]["output"]>;
  stop(): Promise<void>;
}

/** The Node that is measured: the one that runs this, or that of the variable. */
export const measuredNode: string = process.env.BENCH_NODE || process.execPath;

/** Makes `@sess/*` the built packages. */
const builtPackages = ["--import", join(import.meta.dirname, "../../scripts/built-packages.ts")];

export function startWorker(entry: Entry, nodeArguments: readonly string[] = []): WorkerProcess {
  const child = fork(join(import.meta.dirname, "worker.ts"), {
    execArgv: [...builtPackages, "--no-warnings", ...nodeArguments],
    execPath: measuredNode,
    // What a library says on its console costs it the time, and nobody reads it.
    stdio: ["ignore", "ignore", process.env.BENCH_VERBOSE ? "inherit" : "ignore", "ipc"],
  });
  let last = "";
  child.on("error", (error) => {
    last = error.message;
  });
  const run: WorkerProcess["run"] = async (name, input) => {
    if (!child.connected) throw new Error(`its process has ended ${last}`);
    const ended = new AbortController();
    const end = once(child, "exit", { signal: ended.signal }).then(
      () => ({ error: "its process ended" }),
      () => ({ error: "" }),
    );
    child.send({ name, input });
    const answered = once(child, "message", { signal: ended.signal }).then(
      ([message]) => message as Reply,
      () => ({ error: "" }),
    );
    const reply = await Promise.race([answered, end]);
    ended.abort();
    if ("error" in reply) throw new Error(reply.error);
    return reply.output as never;
  };
  return {
    entry,
    run,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, "exit");
      if (child.connected) child.send({ name: "stop", input: undefined });
      const timer = setTimeout(() => child.kill("SIGKILL"), 3_000);
      await exit;
      clearTimeout(timer);
    },
  };
}
