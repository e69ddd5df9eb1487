/**
 * Linked lists over small integers ("slots") in flat arrays: joining and leaving costs the same in a list of two
 * and of a million, and members cost no heap. Slot 0 is nobody. A slot is in one list at a time.
 */
export interface SlotLists {
  /** The slot that has been in `list` longest, or 0. */
  first(list: number): number;
  /** The slot that joined `list` after `slot`, or 0. */
  after(list: number, slot: number): number;
  /** Joins `slot` to the end of `list`. */
  join(list: number, slot: number): void;
  leave(list: number, slot: number): void;
  /** Makes room for slots below `slots`. */
  grow(slots: number): void;
}

export function createSlotLists(lists: number): SlotLists {
  const heads = new Int32Array(lists);
  let next = new Int32Array(0);
  let previous = new Int32Array(0);
  const first = (list: number) => heads[list] as number;
  return {
    first,
    after(list, slot) {
      const follower = next[slot] as number;
      return follower === first(list) ? 0 : follower;
    },
    join(list, slot) {
      const head = first(list);
      const last = head === 0 ? slot : (previous[head] as number);
      if (head === 0) heads[list] = slot;
      next[last] = slot;
      previous[slot] = last;
      next[slot] = first(list);
      previous[first(list)] = slot;
    },
    leave(list, slot) {
      const follower = next[slot] as number;
      const leader = previous[slot] as number;
      if (first(list) === slot) heads[list] = follower === slot ? 0 : follower;
      next[leader] = follower;
      previous[follower] = leader;
    },
    grow(slots) {
      next = enlarged(next, slots);
      previous = enlarged(previous, slots);
    },
  };
}

/** A longer copy. */
export function enlarged(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(length);
  copy.set(old);
  return copy;
}
