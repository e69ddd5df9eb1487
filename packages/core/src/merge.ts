import type { Changes, Update } from "./changes.ts";
import type { Codec } from "./codec.ts";
import type { PlainData } from "./data.ts";

/** What one request changed, key by key: computed only after a store refused its write. */
export interface Delta {
  /** All keys were dropped first. */
  readonly cleared: boolean;
  readonly set: ReadonlyMap<string, unknown>;
  readonly removed: ReadonlySet<string>;
  /** Run again, in order, on the fresh values. */
  readonly updates: readonly Update[];
}

/** The outcome of a merge. */
export interface Merged {
  readonly data: PlainData;
  /** Keys that the other side had changed too, and that now hold this request's value. */
  readonly conflicts: readonly string[];
}

/** What the codec writes for one key, or undefined where the key is missing: how values are compared. */
export function textOf(codec: Codec, data: PlainData, key: string): string | undefined {
  if (!(key in data)) return undefined;
  const only: PlainData = Object.create(null);
  only[key] = data[key];
  return codec.encode(only);
}

/**
 * What a request changed between the data it read, which `read` decodes anew at each call, and `own`, the data it saves.
 * A key whose updates alone explain its value stays an update; any other difference is a plain change.
 */
export function deltaOf(codec: Codec, read: () => PlainData, own: PlainData, changes: Changes): Delta {
  if (changes.cleared) {
    return { cleared: true, set: new Map(Object.entries(own)), removed: new Set(), updates: [] };
  }
  const base = read();
  const replayed = replay(read(), changes.updates);
  const isUpdated = (key: string) => textOf(codec, replayed, key) === textOf(codec, own, key);
  const updated = new Set(changes.updates.map((update) => update.key).filter(isUpdated));
  const set = new Map<string, unknown>();
  for (const key of Object.keys(own)) {
    if (!updated.has(key) && textOf(codec, own, key) !== textOf(codec, base, key)) set.set(key, own[key]);
  }
  const removed = new Set(Object.keys(base).filter((key) => !(key in own) && !updated.has(key)));
  return {
    cleared: false,
    set,
    removed,
    updates: changes.updates.filter((update) => updated.has(update.key)),
  };
}

/** Puts a delta on fresh data: top-level keys only, never a deep merge. A throwing update function throws. */
export function merge(codec: Codec, base: PlainData, fresh: PlainData, delta: Delta): Merged {
  const data: PlainData = Object.create(null);
  if (!delta.cleared) Object.assign(data, fresh);
  for (const key of delta.removed) delete data[key];
  for (const [key, value] of delta.set) data[key] = value;
  runUpdates(data, delta.updates);
  const settled = delta.cleared
    ? Object.keys({ ...base, ...fresh })
    : [...delta.set.keys(), ...delta.removed];
  const conflicts = settled.filter((key) => {
    const theirs = textOf(codec, fresh, key);
    return theirs !== textOf(codec, base, key) && theirs !== textOf(codec, data, key);
  });
  return { data, conflicts };
}

/** Applies one update. What it returns is the new value; undefined deletes. */
export function runUpdate(data: PlainData, { key, change }: Update): void {
  const next = change(data[key]);
  if (typeof (next as { then?: unknown } | null | undefined)?.then === "function") {
    throw new TypeError(
      `[sess] update("${key}", fn): fn must be synchronous, because it may run again. Received a promise. Await first, then call update.`,
    );
  }
  if (next === undefined) delete data[key];
  else data[key] = next;
}

function runUpdates(data: PlainData, updates: readonly Update[]): void {
  for (const update of updates) runUpdate(data, update);
}

/** `data` after the updates. One that throws now, but did not before, is not pure: its key then counts as plainly set. */
function replay(data: PlainData, updates: readonly Update[]): PlainData {
  for (const update of updates) {
    try {
      runUpdate(data, update);
    } catch {
      delete data[update.key];
    }
  }
  return data;
}
