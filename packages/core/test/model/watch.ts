import type { SessionRecord } from "../../src/index.ts";
import { contentsOf, headerOf } from "./contents.ts";
import type { Watch } from "./gated-store.ts";
import { Breach } from "./promise.ts";
import type { Run } from "./run.ts";

/** A write that gave a session a new epoch. */
export interface Boundary {
  readonly run: Run;
  readonly key: string;
  readonly epoch: number;
  readonly owner: string | undefined;
}

/** What has happened to records so far. */
export interface Chronicle {
  /** Keys that were removed by anybody, and by whom. */
  readonly removed: Map<string, Run>;
  /** Keys that a request of the walk has inserted. */
  readonly inserted: Map<string, Run>;
  readonly boundaries: Boundary[];
}

export const createChronicle = (): Chronicle => ({ removed: new Map(), inserted: new Map(), boundaries: [] });

/** Checks each change of a record at the moment in which it happens. `breach` takes what is wrong. */
export function createWatch(chronicle: Chronicle, breach: (breach: Breach) => void): Watch {
  const check = (holds: boolean, promise: Breach["promise"], what: () => string) => {
    if (!holds) breach(new Breach(promise, what()));
  };
  const { removed, inserted, boundaries } = chronicle;
  return {
    shown: (run, key, record) => run.seen.set(key, record),
    removed(run, keys) {
      for (const key of keys) removed.set(key, run);
    },
    touched(run, key, before, after) {
      const { name } = run.plan;
      check(
        before !== undefined && !removed.has(key),
        "no zombie",
        () => `${name} touched a session into being`,
      );
      if (before === undefined) return;
      const same = JSON.stringify({ ...before, expiresAt: 0 }) === JSON.stringify({ ...after, expiresAt: 0 });
      check(same, "no lost update", () => `${name} changed more than the deadline by a touch`);
      check(
        after.expiresAt >= before.expiresAt,
        "no lost update",
        () => `${name} shortened a session by a touch`,
      );
      check(
        run.epochs.get(key) === headerOf(before).epoch,
        "an older epoch has no effect",
        () => `${name} touched a session that belongs to another epoch`,
      );
    },
    written(run, key, before, after) {
      const { name } = run.plan;
      check(!removed.has(key), "no zombie", () => `${name} brought a destroyed session back`);
      const header = headerOf(after);
      check(
        header.previous.length <= 8,
        "a rotation retires",
        () => `${name} kept too many previous secrets`,
      );
      if (before === undefined) {
        check(header.epoch === 0, "no zombie", () => `${name} inserted a session that was not new`);
        inserted.set(key, run);
        run.epochs.set(key, 0);
        return;
      }
      const from = headerOf(before);
      const joins = after.owner !== undefined && after.owner === before.owner && run.logins.has(after.owner);
      check(
        run.epochs.get(key) === from.epoch || joins,
        "an older epoch has no effect",
        () => `${name} wrote to a session that belongs to another epoch`,
      );
      check(header.createdAt === from.createdAt, "no zombie", () => `${name} replaced a session`);
      check(
        header.epoch === from.epoch || header.epoch === from.epoch + 1,
        "a rotation retires",
        () => `${name} went from epoch ${from.epoch} to ${header.epoch}`,
      );
      run.epochs.set(key, header.epoch);
      noteOverwritten(run, before, after);
      if (header.epoch === from.epoch) {
        check(
          after.owner === before.owner,
          "a rotation retires",
          () => `${name} set an owner without a rotation`,
        );
        const kept = header.secretHash === from.secretHash || header.previous[0]?.hash === from.secretHash;
        check(kept, "a rotation retires", () => `${name} replaced a secret without a rotation`);
        return;
      }
      boundaries.push({ run, key, epoch: header.epoch, owner: after.owner });
      const isNew = header.secretHash !== from.secretHash && header.previous.length === 0;
      check(isNew, "a rotation retires", () => `${name} let an old secret through a rotation`);
    },
  };
}

/** Keys that held what the handler had never been shown, and that its write has given another value. */
function noteOverwritten(run: Run, before: SessionRecord, after: SessionRecord): void {
  const known = run.views.at(-1)?.data ?? {};
  const old = contentsOf(before).data;
  const next = contentsOf(after).data;
  for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
    // Counters are only ever updated, and then nothing is overwritten.
    if (key !== "count" && old[key] !== next[key] && old[key] !== known[key]) run.overwrote.add(key);
  }
}
