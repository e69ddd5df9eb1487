import { randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { errorCode } from "./fs-error.ts";

/** Who holds a lock. */
export interface LockHolder {
  /** The name of a held lock's file: `process.start.boot.random@host`. */
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  /** When the process started, in ticks since the boot, or 0 where the system does not tell. */
  readonly start: string;
  /** Which boot of the machine it was, or 0 where the system does not tell. */
  readonly boot: string;
}

/** The holder that a lock's file names, or undefined where it is no such name. */
export function parseHolder(id: string): LockHolder | undefined {
  const found = /^(\d{1,10})\.(\d{1,20})\.([0-9a-f]{1,12})\.[0-9a-f]{12}@([\w.-]{1,100})$/.exec(id);
  if (!found) return undefined;
  const [, pid = "", start = "", boot = "", host = ""] = found;
  return { id, pid: Number(pid), start, boot, host };
}

/** A holder in this process, unlike any other. */
export function newHolder(host: string): LockHolder {
  const { pid } = process;
  const start = startIn(readOr("", () => readFileSync("/proc/self/stat", "utf8"))) ?? "0";
  const boot =
    readOr("", () => readFileSync("/proc/sys/kernel/random/boot_id", "utf8"))
      .replaceAll("-", "")
      .slice(0, 12) || "0";
  return { id: `${pid}.${start}.${boot}.${randomBytes(6).toString("hex")}@${host}`, pid, start, boot, host };
}

/**
 * The host name. On Linux with the process namespace: containers may share a name, and one of them does not see whether
 * the other's process is alive.
 */
export function defaultHost(): string {
  const name = hostname()
    .replace(/[^\w.-]/g, "_")
    .slice(0, 80);
  const namespace = readOr("", () => readlinkSync("/proc/self/ns/pid")).replace(/\D/g, "");
  return [name || "host", namespace].filter(Boolean).join("_");
}

/** Whether that process has certainly ended. Of one on another host nobody knows. */
export async function hasEnded(them: LockHolder, me: LockHolder): Promise<boolean> {
  if (them.host !== me.host) return false;
  if (them.boot !== me.boot) return true;
  try {
    process.kill(them.pid, 0);
  } catch (error) {
    // Anything else, such as EPERM, is said of a process that is there.
    if (errorCode(error) === "ESRCH") return true;
  }
  if (them.start === "0") return false;
  const stat = await readFile(`/proc/${them.pid}/stat`, "utf8").catch(() => "");
  // Another process got its number; or it is dead, and its parent has not asked for its exit code yet.
  return stat !== "" && (startIn(stat) !== them.start || /^[ZX]/.test(fields(stat)[0] ?? ""));
}

function startIn(stat: string): string | undefined {
  return fields(stat)[19];
}

/** From the third field of `/proc/<pid>/stat` on; the second is a name in parentheses that may hold anything. */
function fields(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function readOr(otherwise: string, read: () => string): string {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
