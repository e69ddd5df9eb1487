import { memoryStore, type SessionRecord } from "@sess/core";
import type { StoreUnderTest } from "@sess/test-kit/store";
import type { Good, Sabotages } from "./broken.ts";

const minute = 60_000;

/** What a backend is told about when to remove a record. */
interface Told {
  write(record: SessionRecord, before: number | undefined, now: number): number | undefined;
  touch(expiresAt: number, before: number | undefined): number | undefined;
}

const right: Told = {
  write: ({ expiresAt }) => expiresAt + minute,
  touch: (expiresAt) => expiresAt + minute,
};

/** A memory store that claims native expiry, with what its backend would have been told. */
export function withNativeExpiry(wrong: Partial<Told> = {}): StoreUnderTest {
  const told = { ...right, ...wrong };
  const { sweep: _, ...good }: Good = memoryStore();
  const until = new Map<string, number | undefined>();
  return {
    store: {
      ...good,
      abilities: { ...good.abilities, sweeps: false, nativeExpiry: true },
      write(key, record, expected, now) {
        const done = good.write(key, record, expected, now);
        if (done) until.set(key, told.write(record, until.get(key), now));
        return done;
      },
      touch(key, expiresAt, expected, now) {
        const done = good.touch(key, expiresAt, expected, now);
        if (done) until.set(key, told.touch(expiresAt, until.get(key)));
        return done;
      },
    },
    keptUntil: (key) => until.get(key),
  };
}

/** Backends that remove too early, too late or never. */
export const nativeExpiry: Sabotages = {
  "a backend that never removes": [
    () => withNativeExpiry({ write: () => undefined }),
    /keeps a record until about a minute after its deadline.*has a time at which/,
  ],
  "a backend that removes at the very deadline": [
    () => withNativeExpiry({ write: ({ expiresAt }) => expiresAt }),
    /keeps a record until about a minute after its deadline.*not 0\.$/,
  ],
  "a backend that keeps records to the end of their sessions": [
    () => withNativeExpiry({ write: ({ endsAt }) => endsAt }),
    /keeps a record until about a minute after its deadline/,
  ],
  "a backend that takes seconds for milliseconds": [
    () => withNativeExpiry({ write: ({ expiresAt }, _before, now) => now + (expiresAt - now) / 1_000 }),
    /keeps a record until about a minute after its deadline/,
  ],
  "a write that leaves the time of the first one": [
    () => withNativeExpiry({ write: ({ expiresAt }, before) => before ?? expiresAt + minute }),
    /moves that with a write, in both directions.*later/,
  ],
  "a write that only prolongs": [
    () => withNativeExpiry({ write: ({ expiresAt }, before = 0) => Math.max(before, expiresAt + minute) }),
    /moves that with a write, in both directions.*earlier/,
  ],
  "a touch that leaves the time of the write": [
    () => withNativeExpiry({ touch: (_expiresAt, before) => before }),
    /moves that with a touch/,
  ],
  "a touch that makes the record stay": [
    () => withNativeExpiry({ touch: () => undefined }),
    /moves that with a touch/,
  ],
};
