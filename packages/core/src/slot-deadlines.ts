import { enlarged } from "./slot-lists.ts";

/**
 * Slots with their deadlines, as a binary heap: the earliest is always at hand, so that a sweep costs what it removes,
 * however many sessions are alive.
 */
export interface SlotDeadlines {
  /** The slot whose deadline is earliest, or 0. */
  earliest(): number;
  /** The deadline of a slot in the heap, in epoch milliseconds. */
  of(slot: number): number;
  /** Adds the slot, or moves its deadline. */
  set(slot: number, deadline: number): void;
  remove(slot: number): void;
  /** Makes room for slots below `slots`. */
  grow(slots: number): void;
}

export function createSlotDeadlines(): SlotDeadlines {
  let deadlines = new Float64Array(0);
  /** Slots, from place 1 on: the children of place n are at 2n and 2n + 1. */
  let heap = new Int32Array(0);
  /** The place of each slot; 0 = not in the heap. */
  let places = new Int32Array(0);
  let size = 0;
  const at = (place: number) => heap[place] as number;
  const of = (slot: number) => deadlines[slot] as number;
  const put = (slot: number, place: number) => {
    heap[place] = slot;
    places[slot] = place;
  };

  function settle(slot: number, from: number): void {
    const deadline = of(slot);
    let place = from;
    while (place > 1 && of(at(place >> 1)) > deadline) {
      put(at(place >> 1), place);
      place >>= 1;
    }
    for (let child = place * 2; child <= size; child = place * 2) {
      if (child < size && of(at(child + 1)) < of(at(child))) child++;
      if (of(at(child)) >= deadline) break;
      put(at(child), place);
      place = child;
    }
    put(slot, place);
  }

  return {
    earliest: () => (size === 0 ? 0 : at(1)),
    of,
    set(slot, deadline) {
      deadlines[slot] = deadline;
      settle(slot, (places[slot] as number) || ++size);
    },
    remove(slot) {
      const place = places[slot] as number;
      places[slot] = 0;
      const last = at(size--);
      if (last !== slot) settle(last, place);
    },
    grow(slots) {
      const copy = new Float64Array(slots);
      copy.set(deadlines);
      deadlines = copy;
      heap = enlarged(heap, slots + 1);
      places = enlarged(places, slots);
    },
  };
}
