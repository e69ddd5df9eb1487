import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** A process and all that descend from it. PostgreSQL's are in sessions of their own: signals to the group miss them. */
export function processTree(root: number): number[] {
  const parents = parentOfEach();
  const tree = [root];
  for (const parent of tree) {
    for (const [pid, itsParent] of parents) if (itsParent === parent) tree.push(pid);
  }
  return tree;
}

/** Sends a signal; a process that has ended meanwhile is no error. Says whether it was there. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

/** Whether it runs: one that has ended and waits for its parent to ask does not. */
export function isAlive(pid: number): boolean {
  return signal(pid, 0) && !/.*\) Z /s.test(statOf(String(pid)));
}

function parentOfEach(): Map<number, number> {
  if (!existsSync("/proc/self/stat")) {
    const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
    return new Map(lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]));
  }
  const parents = new Map<number, number>();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    // The name of the program is in parentheses and may hold anything; state and parent follow.
    const parent = /.*\) \S (\d+)/s.exec(statOf(pid))?.[1];
    if (parent !== undefined) parents.set(Number(pid), Number(parent));
  }
  return parents;
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return "";
  }
}
