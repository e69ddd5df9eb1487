import { createSlotDeadlines } from "./slot-deadlines.ts";
import { createSlotIndex, type SlotIndex } from "./slot-index.ts";
import { createSlotLists, enlarged } from "./slot-lists.ts";
import type { SessionRecord } from "./store.ts";

/**
 * Records in numbered slots. All text of a record is one string and its numbers are in flat arrays, because as an
 * object in a `Map` it takes half as much heap again, and a `Map` of a million keys stops the process for tens of
 * milliseconds when it grows or shrinks.
 */
export interface MemoryTable {
  /** How many records there are. */
  readonly size: number;
  /** The slot of `key`, or 0. */
  find(key: string): number;
  key(slot: number): string;
  record(slot: number): SessionRecord;
  hasVersion(slot: number, version: string): boolean;
  expiresAt(slot: number): number;
  /** Keeps a record in the slot of its key, or in a new one where that is 0. */
  put(slot: number, key: string, record: SessionRecord): void;
  /** Moves the deadline. The record counts as the youngest afterwards. */
  touch(slot: number, expiresAt: number): void;
  remove(slot: number): void;
  /** The slot with the earliest deadline, or 0. */
  earliest(): number;
  /** The slot that was written and touched least recently, one without an owner where there is any; or 0. */
  oldest(): number;
  /** The slots of an owner. */
  ownedBy(owner: string): readonly number[];
}

const ownerless = 0;
const owned = 1;
const free = 2;

export function createMemoryTable(): MemoryTable {
  /** By slot: key, version and data in a row. */
  const texts = [""];
  const owners: (string | undefined)[] = [undefined];
  let keyLengths = new Int32Array(1);
  let versionLengths = new Int32Array(1);
  let endsAt = new Float64Array(1);
  const deadlines = createSlotDeadlines();
  const byKey = createSlotIndex();
  /** Takes up no room before there is an owner. */
  let byOwner: SlotIndex | undefined;
  const byAge = createSlotLists(3);
  /** How many slots there are, with slot 0, which is nobody's. */
  let capacity = 1;
  let size = 0;

  const text = (slot: number) => texts[slot] as string;
  const keyLength = (slot: number) => keyLengths[slot] as number;
  const key = (slot: number) => text(slot).slice(0, keyLength(slot));
  const age = (slot: number) => (owners[slot] === undefined ? ownerless : owned);

  function grow(): void {
    const before = capacity;
    capacity = Math.max(64, capacity * 2);
    keyLengths = enlarged(keyLengths, capacity);
    versionLengths = enlarged(versionLengths, capacity);
    const longer = new Float64Array(capacity);
    longer.set(endsAt);
    endsAt = longer;
    for (const part of [deadlines, byKey, byAge]) part.grow(capacity);
    byOwner?.grow(capacity);
    for (let slot = before; slot < capacity; slot++) byAge.join(free, slot);
  }

  function take(): number {
    if (byAge.first(free) === 0) grow();
    const slot = byAge.first(free);
    byAge.leave(free, slot);
    size++;
    return slot;
  }

  function moveToOwner(slot: number, owner: string | undefined): void {
    byOwner?.remove(slot);
    owners[slot] = owner;
    if (owner === undefined) return;
    if (byOwner === undefined) {
      byOwner = createSlotIndex();
      byOwner.grow(capacity);
    }
    byOwner.add(slot, owner);
  }

  return {
    get size() {
      return size;
    },
    find(wanted) {
      let slot = byKey.first(wanted);
      while (slot !== 0 && !(keyLength(slot) === wanted.length && text(slot).startsWith(wanted))) {
        slot = byKey.after(slot);
      }
      return slot;
    },
    key,
    record(slot) {
      const dataAt = keyLength(slot) + (versionLengths[slot] as number);
      const owner = owners[slot];
      const record = {
        version: text(slot).slice(keyLength(slot), dataAt),
        expiresAt: deadlines.of(slot),
        endsAt: endsAt[slot] as number,
        data: text(slot).slice(dataAt),
      };
      return owner === undefined ? record : { ...record, owner };
    },
    hasVersion(slot, version) {
      return versionLengths[slot] === version.length && text(slot).startsWith(version, keyLength(slot));
    },
    expiresAt: (slot) => deadlines.of(slot),
    put(old, wanted, record) {
      const slot = old || take();
      if (old === 0) byKey.add(slot, wanted);
      else byAge.leave(age(slot), slot);
      if (owners[slot] !== record.owner) moveToOwner(slot, record.owner);
      // `join` copies into one flat string: `+` would keep the pieces, and with them whatever they were sliced from.
      texts[slot] = [wanted, record.version, record.data].join("");
      keyLengths[slot] = wanted.length;
      versionLengths[slot] = record.version.length;
      endsAt[slot] = record.endsAt;
      deadlines.set(slot, record.expiresAt);
      byAge.join(age(slot), slot);
    },
    touch(slot, expiresAt) {
      deadlines.set(slot, expiresAt);
      byAge.leave(age(slot), slot);
      byAge.join(age(slot), slot);
    },
    remove(slot) {
      byKey.remove(slot);
      byAge.leave(age(slot), slot);
      deadlines.remove(slot);
      texts[slot] = "";
      moveToOwner(slot, undefined);
      byAge.join(free, slot);
      size--;
    },
    earliest: () => deadlines.earliest(),
    oldest: () => byAge.first(ownerless) || byAge.first(owned),
    ownedBy(owner) {
      const slots: number[] = [];
      if (byOwner === undefined) return slots;
      for (let slot = byOwner.first(owner); slot !== 0; slot = byOwner.after(slot)) {
        if (owners[slot] === owner) slots.push(slot);
      }
      return slots;
    },
  };
}
