import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { isAlive, processTree, signal } from "./process-tree.ts";

/** A process that ends with this one, however that ends. */
export interface GuardedProcess {
  /** True until it has ended, by itself or by `kill`. */
  readonly running: boolean;
  /** Stops it and its descendants where they are. */
  pause(): void;
  resume(): void;
  /** SIGKILL for it and its descendants; resolves when all have ended. */
  kill(): Promise<void>;
}

/** Reads process ids, and when whoever writes them is gone, kills those processes and removes the folder. */
const guardScript = 'while read pid; do pids="$pids $pid"; done; kill -KILL $pids; sleep 0.2; rm -rf "$1"';

/** Starts `command` in a group of its own. If this process ends first, it is killed and `folder` removed. */
export function spawnGuarded(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
  folder: string,
): GuardedProcess {
  const child = spawn(command, args, { ...options, detached: true });
  const { pid: root } = child;
  if (root === undefined) throw new Error(`\`${command}\` could not be started.`);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const guard = spawn("sh", ["-c", guardScript, "guard", folder], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Told after the server has ended, it has ended too.
  guard.stdin?.on("error", () => {});
  const tellGuard = (pids: readonly number[]) => guard.stdin?.write(pids.map((pid) => `${pid}\n`).join(""));
  tellGuard([root]);
  // The server outlives no test run, and keeps none from ending.
  child.unref();
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  void ended.then(() => guard.kill("SIGKILL"));

  const freeze = (): readonly number[] => {
    // The root first: it can start no other then.
    if (!isRunning(child)) return [];
    signal(root, "SIGSTOP");
    const tree = processTree(root);
    for (const pid of tree) signal(pid, "SIGSTOP");
    tellGuard(tree);
    return tree;
  };
  let frozen: readonly number[] = [];
  return {
    get running() {
      return isRunning(child);
    },
    pause() {
      frozen = freeze();
    },
    resume() {
      for (const pid of frozen) signal(pid, "SIGCONT");
    },
    async kill() {
      child.ref();
      const tree = freeze();
      for (const pid of tree) signal(pid, "SIGKILL");
      await ended;
      while (tree.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
