import { invalidOption, SessError } from "./errors.ts";
import { createMemoryTable } from "./memory-table.ts";
import type { OwnedRecord, SessionRecord, SessionStore, StoreAbilities } from "./store.ts";
import { assertOptionNames } from "./store-options.ts";

/** Options of `memoryStore`. */
export interface MemoryStoreOptions {
  /**
   * How many sessions are kept. Beyond it every new one takes the place of one that has expired, else of the one
   * without an owner that was written or touched least recently, else of such a one with an owner: a flood of
   * anonymous visitors logs nobody out.
   * @default 100_000
   */
  readonly maxEntries?: number;
}

/** A store in the memory of this process. Every call is synchronous. */
export interface MemoryStore extends SessionStore {
  /** How many records are kept now, expired ones that were not swept yet included. */
  readonly size: number;
  read(key: string, now: number): SessionRecord | undefined;
  write(key: string, record: SessionRecord, expected: string | undefined, now: number): boolean;
  remove(key: string): void;
  touch(key: string, expiresAt: number, expected: string, now: number): boolean;
  sweep(limit: number, now: number): number;
  listOwner(owner: string, now: number): AsyncIterable<OwnedRecord>;
  removeOwner(owner: string, except?: string): readonly string[];
  close(): void;
}

const abilities: StoreAbilities = Object.freeze({
  atomicWrite: true,
  owners: true,
  sweeps: true,
  nativeExpiry: false,
  durable: false,
  shared: false,
  mayBeStale: false,
  maxBytes: undefined,
});

/**
 * Sessions in memory: for development, tests and single processes that may forget. It forgets everything when the
 * process ends, and no other process sees it. The number of sessions is bounded, their size is not. Records are text,
 * so nothing that a caller holds is shared with the store. A session takes its text and about 130 bytes, of which 40
 * are on the heap. A sweep costs what it removes, however many sessions are alive.
 *
 * Throws a `TypeError` where `maxEntries` is no positive integer; every call after `close()` throws
 * `ERR_SESS_STORE_CLOSED`.
 *
 * @example
 * const store = memoryStore({ maxEntries: 10_000 });
 * const record = { version: "v1", expiresAt: 2_000, endsAt: 9_000, data: "{}" };
 * store.write("a", record, undefined, 1_000); // true
 * store.read("a", 1_999)?.data; // "{}"
 * store.read("a", 2_000); // undefined: expired
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  assertOptionNames(options, ["maxEntries"]);
  const { maxEntries = 100_000 } = options ?? {};
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) {
    throw invalidOption("maxEntries", "must be a positive integer", maxEntries);
  }
  let table: ReturnType<typeof createMemoryTable> | undefined = createMemoryTable();
  const open = () => {
    if (table) return table;
    throw new SessError(
      "ERR_SESS_STORE_CLOSED",
      "The memory store was used after close(). Create a new one.",
    );
  };
  /** The slot of the record under `key` that is live at `now`, or 0. */
  const live = (key: string, now: number) => {
    const slot = open().find(key);
    return slot !== 0 && open().expiresAt(slot) > now ? slot : 0;
  };

  return {
    abilities,
    get size() {
      return table?.size ?? 0;
    },
    read(key, now) {
      const slot = live(key, now);
      return slot === 0 ? undefined : open().record(slot);
    },
    write(key, record, expected, now) {
      const records = open();
      const slot = records.find(key);
      const isLive = slot !== 0 && records.expiresAt(slot) > now;
      if (expected === undefined ? isLive : !isLive || !records.hasVersion(slot, expected)) return false;
      if (slot === 0 && records.size >= maxEntries) {
        const earliest = records.earliest();
        records.remove(records.expiresAt(earliest) <= now ? earliest : records.oldest());
      }
      records.put(slot, key, record);
      return true;
    },
    remove(key) {
      const slot = open().find(key);
      if (slot !== 0) open().remove(slot);
    },
    touch(key, expiresAt, expected, now) {
      const slot = live(key, now);
      if (slot === 0 || !open().hasVersion(slot, expected)) return false;
      open().touch(slot, expiresAt);
      return true;
    },
    sweep(limit, now) {
      const records = open();
      let removed = 0;
      for (; removed < limit; removed++) {
        const slot = records.earliest();
        if (slot === 0 || records.expiresAt(slot) >= now) break;
        records.remove(slot);
      }
      return removed;
    },
    async *listOwner(owner, now) {
      const keys = open()
        .ownedBy(owner)
        .map((slot) => open().key(slot));
      for (const key of keys) {
        const slot = live(key, now);
        const record = slot === 0 ? undefined : open().record(slot);
        if (record?.owner === owner) yield { key, record };
      }
    },
    removeOwner(owner, except) {
      const records = open();
      const removed: string[] = [];
      for (const slot of records.ownedBy(owner)) {
        const key = records.key(slot);
        if (key === except) continue;
        records.remove(slot);
        removed.push(key);
      }
      return removed;
    },
    close() {
      table = undefined;
    },
  };
}
