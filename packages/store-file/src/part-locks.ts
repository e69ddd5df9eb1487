import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { SessError } from "@sess/core";
import { makeFolder } from "./folder-sync.ts";
import { unless } from "./fs-error.ts";
import { hasEnded, type LockHolder, newHolder, parseHolder } from "./lock-holder.ts";
import { assertRoot } from "./root-folder.ts";

/** One lock for each folder of records, between processes and within this one. */
export interface PartLocks {
  /**
   * Does `work` while nobody else holds the lock of that folder, first come, first served within this process. A call
   * that had to wait its turn asks `early` first: an answer that is certain by then needs no lock.
   */
  hold<T>(part: string, work: () => Promise<T>, early?: () => Promise<T | undefined>): Promise<T>;
  /** Resolves when all that was asked for so far is done. */
  idle(): Promise<void>;
}

/** What a rename onto a folder that is not empty fails with. */
const taken = process.platform === "win32" ? ["EPERM", "EEXIST"] : ["ENOTEMPTY", "EEXIST"];

/** How many turns in a row this process takes before it lets another one in. */
const turnsInARow = 8;

/** The longest pause between two attempts, in milliseconds. */
const longestPause = 4;

/**
 * A lock is one empty file that is never made twice and never removed: `<part>/lock/free`, or named after its holder.
 * Taking it is a rename from `free`, and taking it over from a dead process a rename from that process's name. The
 * system lets one of several renames of one name win, so a lock has one holder, also where several find the same
 * process dead; there is no moment at which a lock is broken but not yet taken.
 */
export function createPartLocks(options: {
  readonly folder: string;
  readonly host: string;
  readonly lockWait: number;
  readonly fsync: boolean;
}): PartLocks {
  const { folder, fsync } = options;
  const me = newHolder(options.host);
  const queues = new Map<string, Promise<unknown>>();
  let turns = 0;

  async function take(lock: string, until: number): Promise<void> {
    for (let pause = 1; ; pause = Math.min(2 * pause, longestPause)) {
      if (await moved(join(lock, "free"), join(lock, me.id))) return;
      const names = await unless(["ENOENT"], readdir(lock));
      const holder = names?.map(parseHolder).find((found) => found !== undefined);
      // A lock that could not be given back.
      if (holder?.id === me.id) return;
      if (holder && (await hasEnded(holder, me)) && (await moved(join(lock, holder.id), join(lock, me.id))))
        return;
      if (performance.now() > until) throw tooLate(lock, holder);
      if (names === undefined || names.length === 0) await create(lock);
      else await delay(pause * (0.5 + Math.random()));
    }
  }

  async function create(lock: string): Promise<void> {
    await assertRoot(folder);
    await makeFolder(join(lock, ".."), fsync);
    const fresh = `${lock}-${me.id}`;
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { mode: 0o700 });
    await writeFile(join(fresh, "free"), "", { mode: 0o600 });
    // Moves onto nothing or onto an empty folder, but not onto a lock: another process was first.
    const first = await unless(
      taken,
      rename(fresh, lock).then(() => true),
    );
    if (!first) await rm(fresh, { recursive: true, force: true });
  }

  function tooLate(lock: string, holder: LockHolder | undefined): SessError {
    const waited = `The file store waited ${options.lockWait} s (option \`lockWait\`) for the lock ${lock}`;
    const advice =
      holder === undefined
        ? "Too many calls wait for it, or the disk is slow."
        : holder.host === me.host
          ? `It is held by process ${holder.pid}, which is alive: its disk is slow, or it was stopped.`
          : `It is held by process ${holder.pid} of the host ${holder.host}, and this is ${me.host}: a lock of another host is never taken over. Where that process has ended, rename ${join(lock, holder.id)} to "free", and see the option \`host\`.`;
    return new SessError("ERR_SESS_STORE_FAILED", `${waited}. ${advice} Nothing was changed.`);
  }

  async function turn<T>(part: string, until: number, work: () => Promise<T>, waited: boolean): Promise<T> {
    // This process would win every race for a lock that it has just let go.
    if (waited && ++turns % turnsInARow === 0) await delay(longestPause * (1.5 + Math.random()));
    const lock = join(folder, part, "lock");
    await take(lock, until);
    const giveBack = () => rename(join(lock, me.id), join(lock, "free"));
    let answer: T;
    try {
      answer = await work();
    } catch (error) {
      // What made the work fail says more; a lock that stays with this process is taken up again.
      await giveBack().catch(() => undefined);
      throw error;
    }
    await giveBack();
    return answer;
  }

  return {
    async hold(part, work, early) {
      const until = performance.now() + 1_000 * options.lockWait;
      const before = queues.get(part);
      const mine = (async () => {
        await before;
        const answer = before && (await early?.());
        return answer ?? turn(part, until, work, before !== undefined);
      })();
      const settled = mine.then(
        () => undefined,
        () => undefined,
      );
      queues.set(part, settled);
      try {
        return await mine;
      } finally {
        if (queues.get(part) === settled) queues.delete(part);
      }
    },
    async idle() {
      await Promise.all(queues.values());
    },
  };
}

/** Whether `from` was there to be renamed. */
async function moved(from: string, to: string): Promise<boolean> {
  return (
    (await unless(
      ["ENOENT"],
      rename(from, to).then(() => true),
    )) ?? false
  );
}
