import { setTimeout as sleep } from "node:timers/promises";
import type { Awaitable, OwnedRecord, SessionRecord, SessionStore } from "@sess/core";

/** A table to fill and sweep. */
export interface SweepCampaign {
  readonly store: SessionStore;
  /** Puts records into the empty table, by whatever is quick there. */
  readonly fill: (records: readonly OwnedRecord[]) => Awaitable<unknown>;
  /** How many rows there are in the table. */
  readonly count: () => Awaitable<number>;
  /** How many rows to begin with. Every second one has expired. */
  readonly rows: number;
  /**
   * How many sessions are read and saved in a second, meanwhile.
   * @default 100
   */
  readonly pace?: number;
}

/** Latencies in milliseconds. */
export interface Latencies {
  readonly calls: number;
  readonly median: number;
  readonly p99: number;
  readonly longest: number;
}

/** What a campaign has seen. */
export interface SweepReport {
  readonly removed: number;
  /** Of each step of the sweep. */
  readonly steps: Latencies;
  /** Without a sweep, and while it went on. A read counts from when its request was due, a save from its beginning. */
  readonly quiet: { readonly reads: Latencies; readonly saves: Latencies };
  readonly meanwhile: { readonly reads: Latencies; readonly saves: Latencies };
}

const now = Date.UTC(2040, 0, 1);
const hour = 3_600_000;
/** As core sweeps. */
const limit = 1_000;
const keyOf = (index: number) => `k${String(index).padStart(21, "0")}`;
const text = "x".repeat(600);

function recordOf(index: number): SessionRecord {
  // Deadlines that lie around anyhow, as those of real sessions do.
  const distance = 60_000 + ((index * 7_919) % hour);
  const expiresAt = now + (index % 2 === 0 ? -distance : distance);
  const owned = index % 3 === 0 ? { owner: `owner-${index % 10_007}` } : {};
  return { version: "v0", expiresAt, endsAt: now + 24 * hour, data: text, ...owned };
}

/**
 * Sweeps a table of which half has expired, while sessions go on being read and saved in the same process, as a server
 * does. Throws where a save was refused, a live row is gone or a dead one is left.
 */
export async function sweepCampaign(campaign: SweepCampaign): Promise<SweepReport> {
  const { store, fill, count, rows, pace = 100 } = campaign;
  for (let from = 0; from < rows; from += 1_000) {
    const size = Math.min(1_000, rows - from);
    await fill(
      Array.from({ length: size }, (_, at) => ({ key: keyOf(from + at), record: recordOf(from + at) })),
    );
  }
  const quiet = await traffic(store, rows, pace, sleep(Math.min(10_000, rows / 20)));

  const steps: number[] = [];
  const sweeping = (async () => {
    for (let removed = 0; ; ) {
      const began = performance.now();
      const step = (await store.sweep?.(limit, now)) ?? 0;
      steps.push(performance.now() - began);
      removed += step;
      if (step < limit) return removed;
      await sleep(0);
    }
  })();
  const meanwhile = await traffic(store, rows, pace, sweeping);

  const [removed, left] = [await sweeping, await count()];
  const dead = Math.ceil(rows / 2);
  if (removed !== dead || left !== rows - dead) {
    throw new Error(`Of ${rows} rows ${dead} were dead. The sweep removed ${removed} and left ${left}.`);
  }
  return { removed, steps: latencies(steps), quiet, meanwhile };
}

/** Reads and saves live sessions, one after the other, each when it is due, until `end`. */
async function traffic(
  store: SessionStore,
  rows: number,
  pace: number,
  end: Promise<unknown>,
): Promise<SweepReport["quiet"]> {
  const [reads, saves]: [number[], number[]] = [[], []];
  const failures: unknown[] = [];
  const underWay = new Set<Promise<unknown>>();
  let ended = false;
  const mark = () => {
    ended = true;
  };
  end.then(mark, mark);
  const visit = async (turn: number, due: number) => {
    const key = keyOf(((turn * 104_729) % Math.floor(rows / 2)) * 2 + 1);
    const found = await store.read(key, now);
    reads.push(Math.max(0, performance.now() - due));
    if (found === undefined) throw new Error(`The live session ${key} is gone.`);
    const next = { ...found, version: `v${due}`, expiresAt: found.expiresAt + 1 };
    const began = performance.now();
    if (!(await store.write(key, next, found.version, now))) throw new Error(`A save of ${key} was refused.`);
    saves.push(performance.now() - began);
  };
  let due = performance.now();
  for (let turn = 0; !ended; turn++) {
    // What is late is begun at once, as a server does with requests that have come meanwhile.
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    const visiting: Promise<unknown> = visit(turn, due)
      .catch((error: unknown) => failures.push(error))
      .then(() => underWay.delete(visiting));
    underWay.add(visiting);
    due += 1_000 / pace;
  }
  await Promise.all([end, ...underWay]);
  if (failures.length > 0) throw failures[0];
  return { reads: latencies(reads), saves: latencies(saves) };
}

function latencies(times: readonly number[]): Latencies {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
  return { calls: sorted.length, median: at(0.5), p99: at(0.99), longest: at(1) };
}
