import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SessionRecord, SessionStore } from "@sess/core";
import { profile } from "../drive/profiler.ts";
import { type OurStoreName, ourStores, type Places } from "../our-stores.ts";
import type { PartInput } from "../part.ts";
import { type Circumstances, circumstances } from "../results.ts";
import { sessionData } from "../session-data.ts";
import { digits, spread } from "../statistics.ts";
import { table } from "../table.ts";
import { type Profile, sharesOf } from "./profile.ts";

/** Microseconds of wall time, one call after the other, with so many sessions stored. */
export interface Growth {
  readonly store: OurStoreName;
  readonly sessions: number;
  readonly read: number;
  readonly save: number;
  readonly touch: number;
  /** For each record that a sweep removed. */
  readonly sweep: number;
  /** For ending the ten sessions of one owner. */
  readonly revoke: number;
  /** The longest time, in milliseconds, that one step of a sweep took: a synchronous store blocks the loop so long. */
  readonly longestSweepStep: number;
  /** Where the time of a read goes, in microseconds; of the store in memory only, whose work V8's profiler sees. */
  readonly spots?: Profile["spots"];
}

export interface ScaleResult {
  readonly circumstances: Circumstances;
  readonly rows: readonly Growth[];
}

const hour = 3_600_000;
const ownedByOne = 10;
/** Records in one step of a sweep, as core asks for. */
const sweepLimit = 1000;
const data = JSON.stringify(sessionData(1));

const keyOf = (index: number) => createHash("md5").update(`session ${index}`).digest("base64url");
const ownerOf = (index: number) => `owner-${Math.floor(index / ownedByOne)}`;

function recordOf(index: number, version: string, now: number): SessionRecord {
  return { version, expiresAt: now + hour, endsAt: now + 24 * hour, data, owner: ownerOf(index) };
}

/** How the cost of each call grows with the number of sessions. */
export async function measureScale(input: PartInput): Promise<ScaleResult> {
  const where = circumstances(input.form);
  const sizes = input.form === "full" ? [1e3, 1e4, 1e5, 1e6] : [1e3, 1e4];
  const rows: Growth[] = [];
  const folder = mkdtempSync(join(tmpdir(), "sess-scale-"));
  try {
    for (const name of Object.keys(ourStores) as OurStoreName[]) {
      if (!name.includes(input.only)) continue;
      const places = await placesFor(input, folder, name);
      if (places === undefined) continue;
      const { store, close } = await ourStores[name](places);
      let filled = 0;
      for (const sessions of sizes) {
        // A million files are a test of the file system.
        if (name === "file" && sessions > 1e5) continue;
        console.error(`${name}, ${sessions} sessions`);
        await fill(store, filled, sessions);
        filled = sessions;
        const costs = await measureStore(store, sessions);
        const spots = name === "memory" ? await profileReads(store, sessions, costs.read) : undefined;
        rows.push({ store: name, sessions, ...costs, ...(spots && { spots }) });
      }
      await close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { circumstances: where, rows };
}

/** Where a store of that name keeps its records; undefined where the machine lacks its server. */
export async function placesFor(
  { servers }: PartInput,
  folder: string,
  name: OurStoreName,
): Promise<Places | undefined> {
  const needed = name === "redis" || name === "postgres" || name === "mysql" ? name : undefined;
  if (needed === undefined) return { folder, name: "bench" };
  const url = await servers[needed]();
  return url === undefined ? undefined : { folder, name: "bench", [`${needed}Url`]: url };
}

async function fill(store: SessionStore, from: number, to: number): Promise<void> {
  const now = Date.now();
  let next = from;
  const lane = async () => {
    while (next < to) {
      const index = next++;
      await store.write(keyOf(index), recordOf(index, "v1", now), undefined, now);
    }
  };
  await Promise.all(Array.from({ length: 20 }, lane));
}

type Costs = Omit<Growth, "store" | "sessions" | "spots">;

async function measureStore(store: SessionStore, sessions: number): Promise<Costs> {
  const now = Date.now();
  // What no server takes is quick enough to be called more often.
  const calls = isSynchronous(store, now) ? 2_000 : 200;
  const picked = Array.from({ length: calls }, (_, index) => (index * 7_919) % (sessions - 100));
  const timed = async (call: (index: number) => unknown, ...indexes: readonly number[]) => {
    const from = performance.now();
    for (const index of indexes) {
      const result = call(index);
      if (result instanceof Promise) await result;
    }
    return ((performance.now() - from) * 1000) / indexes.length;
  };
  const best = async (call: (index: number, round: number) => unknown) => {
    const rounds: number[] = [];
    for (let round = 0; round < 5; round++)
      rounds.push(await timed((index) => call(index, round), ...picked));
    return spread(rounds).median;
  };
  const versions = new Map<number, string>();
  const read = await best(async (index) => {
    const record = await store.read(keyOf(index), now);
    if (record === undefined) throw new Error("A session that was stored is not there.");
    versions.set(index, record.version);
  });
  const save = await best(async (index, round) => {
    const version = `w${now}${round}${index}`;
    const done = await store.write(keyOf(index), recordOf(index, version, now), versions.get(index), now);
    if (!done && versions.get(index) !== version) throw new Error("A save that met nobody was refused.");
    versions.set(index, version);
  });
  const touch = await best(async (index, round) => {
    await store.touch?.(keyOf(index), now + hour + round, versions.get(index) ?? "", now);
  });
  const { sweep, longestSweepStep } = await measureSweep(store, now);
  return { read, save, touch, sweep, longestSweepStep, revoke: await measureRevoke(store, sessions) };
}

async function profileReads(store: SessionStore, sessions: number, cost: number): Promise<Profile["spots"]> {
  const now = Date.now();
  const keys = Array.from({ length: 100_000 }, (_, index) => keyOf((index * 7_919) % sessions));
  const spots = await profile(async () => {
    for (let round = 0; round < 10; round++) for (const key of keys) void store.read(key, now);
  });
  return sharesOf(spots, cost);
}

function isSynchronous(store: SessionStore, now: number): boolean {
  const result = store.read(keyOf(0), now);
  if (!(result instanceof Promise)) return true;
  result.catch(() => {});
  return false;
}

/** Puts expired records among the others and removes them again. */
async function measureSweep(
  store: SessionStore,
  now: number,
): Promise<Pick<Costs, "sweep" | "longestSweepStep">> {
  if (!store.abilities.sweeps || store.sweep === undefined) return { sweep: 0, longestSweepStep: 0 };
  const expired = 5 * sweepLimit;
  for (let index = 0; index < expired; index++) {
    const ended = { ...recordOf(index, "v1", now), expiresAt: now - hour };
    await store.write(keyOf(-1 - index), ended, undefined, now - 2 * hour);
  }
  let [removed, longest] = [0, 0];
  const from = performance.now();
  for (let last = sweepLimit; last === sweepLimit; removed += last) {
    const stepFrom = performance.now();
    last = await store.sweep(sweepLimit, now);
    longest = Math.max(longest, performance.now() - stepFrom);
  }
  if (removed !== expired) throw new Error(`A sweep removed ${removed} records, not ${expired}.`);
  return { sweep: ((performance.now() - from) * 1000) / removed, longestSweepStep: longest };
}

/** Ends the sessions of some owners, and puts them back. */
async function measureRevoke(store: SessionStore, sessions: number): Promise<number> {
  if (store.removeOwner === undefined) return 0;
  const times: number[] = [];
  for (let count = 0; count < 9; count++) {
    const first = sessions - ownedByOne * (count + 1);
    const from = performance.now();
    const removed = await store.removeOwner(ownerOf(first));
    times.push((performance.now() - from) * 1000);
    if (removed.length !== ownedByOne) throw new Error(`A revocation removed ${removed.length} sessions.`);
    await fill(store, first, first + ownedByOne);
  }
  return spread(times).median;
}

export function scaleTable({ rows }: ScaleResult): string {
  return table(
    [
      "µs, by sessions stored",
      "sessions",
      "read",
      "save",
      "touch",
      "sweep, each",
      "revoke 10",
      "longest sweep step, ms",
    ],
    rows.map((row) => [
      row.store,
      row.sessions.toLocaleString("en"),
      ...[row.read, row.save, row.touch, row.sweep, row.revoke, row.longestSweepStep].map((value) =>
        value === 0 ? "-" : digits(value),
      ),
    ]),
  );
}
