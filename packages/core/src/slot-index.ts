import { createSlotLists, enlarged } from "./slot-lists.ts";

/**
 * Finds slots by a text each of them belongs to: a hash table that leaves the texts to its user, who compares them.
 */
export interface SlotIndex {
  /** The first slot that may belong to `text`, or 0. */
  first(text: string): number;
  /** The next one after `slot`, or 0. */
  after(slot: number): number;
  add(slot: number, text: string): void;
  /** Does nothing where the slot is not in the index. */
  remove(slot: number): void;
  /** Makes room for slots below `slots`, a power of two. */
  grow(slots: number): void;
}

export function createSlotIndex(): SlotIndex {
  /** By slot; 0 = not in the index. Kept, so that growing reads no text. */
  let hashes = new Int32Array(1);
  let lists = createSlotLists(1);
  const hashOf = (slot: number) => hashes[slot] as number;
  const listOf = (sum: number) => sum & (hashes.length - 1);
  return {
    first: (text) => lists.first(listOf(hash(text))),
    after: (slot) => lists.after(listOf(hashOf(slot)), slot),
    add(slot, text) {
      const sum = hash(text);
      hashes[slot] = sum;
      lists.join(listOf(sum), slot);
    },
    remove(slot) {
      if (hashOf(slot) === 0) return;
      lists.leave(listOf(hashOf(slot)), slot);
      hashes[slot] = 0;
    },
    grow(slots) {
      const before = hashes.length;
      hashes = enlarged(hashes, slots);
      lists = createSlotLists(slots);
      lists.grow(slots);
      for (let slot = 1; slot < before; slot++)
        if (hashOf(slot) !== 0) lists.join(listOf(hashOf(slot)), slot);
    },
  };
}

/** FNV-1a, and never 0. Keys are drawn at random by the server, so that nobody can choose ones that collide. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  return sum ^ (sum >>> 15) || 1;
}
