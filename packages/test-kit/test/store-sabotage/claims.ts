import { memoryStore, type SessionStore } from "@sess/core";
import type { StoreUnderTest } from "@sess/test-kit/store";
import { broken, type Good, type Sabotages } from "./broken.ts";
import { withNativeExpiry } from "./native-expiry.ts";

/** Stores that say of themselves what is not true, or do not know when they are closed or cut off. */
export const claims: Sabotages = {
  "a deadline that is a millisecond late": [
    broken((good) => ({ read: (key, now) => good.read(key, now - 1) })),
    /reads a record until its deadline/,
  ],
  "deadlines in whole seconds": [
    broken((good) => ({
      write: (key, record, expected, now) =>
        good.write(
          key,
          { ...record, expiresAt: Math.floor(record.expiresAt / 1_000) * 1_000 },
          expected,
          now,
        ),
    })),
    /keeps times to the millisecond/,
  ],
  "owners that are claimed but absent": [
    () => {
      const { listOwner: _, ...rest } = memoryStore();
      return rest;
    },
    /has the methods that its abilities need/,
  ],
  "owners that are there but not claimed": [
    broken((good) => ({ abilities: { ...good.abilities, owners: false } })),
    /does not claim owners: listOwner and removeOwner are absent/,
  ],
  "a sweep where nobody removes expired records": [
    broken((good) => ({ abilities: { ...good.abilities, sweeps: false }, sweep: () => 0 })),
    /has the methods that its abilities need, and no others.*sweep is there only where/,
  ],
  "a sweep that goes on after close": [
    () => {
      const { store, ...backend } = withNativeExpiry();
      return { ...backend, store: { ...store, sweep: () => 0 } };
    },
    /fails every call after close.*sweep/,
  ],
  "two ways of expiry": [
    broken((good) => ({ abilities: { ...good.abilities, nativeExpiry: true } })),
    /claims at most one way/,
  ],
  "an ability that is left out": [
    broken((good) => ({ abilities: { ...good.abilities, shared: undefined as unknown as boolean } })),
    /says of every ability whether the store has it/,
  ],
  "abilities that change with use": [
    () => {
      const good = memoryStore();
      return {
        ...good,
        get abilities() {
          return { ...good.abilities, owners: good.size === 0 };
        },
      };
    },
    /has the methods|says the same of every store|lists the live records/,
  ],
  "a store that goes on after close": [broken(() => ({ close() {} })), /fails every call after close/],
  "a store that calls sessions missing after close": [
    broken((good) => ({
      read(key, now) {
        try {
          return good.read(key, now);
        } catch {
          return undefined;
        }
      },
    })),
    /fails every call after close, and never calls a session missing/,
  ],
  "a second close that fails": [
    () => {
      const good = memoryStore();
      let closed = false;
      return {
        ...good,
        close() {
          if (closed) throw new Error("closed already");
          closed = true;
          good.close();
        },
      };
    },
    /closes twice without an error/,
  ],
  "a claim to be durable with nothing to show for it": [
    broken((good) => ({ abilities: { ...good.abilities, durable: true } })),
    /gives the suite what its claims need/,
  ],
  "a claim to be durable that is false": [
    () => claiming({ durable: true }, () => memoryStore()),
    /claims to be durable: a later store finds the records/,
  ],
  "a claim to be shared that is false": [
    () => claiming({ shared: true }, () => memoryStore()),
    /claims to be shared: two stores see each other's changes/,
  ],
  "a dead backend that looks empty": [
    () => {
      let down = false;
      const good = memoryStore();
      const store: SessionStore = {
        ...good,
        abilities: { ...good.abilities, shared: true },
        read: (key, now) => (down ? undefined : good.read(key, now)),
      };
      return { store, reopen: () => store, down: () => (down = true) };
    },
    /fails every call soon, and never calls a session missing/,
  ],
};

/** A memory store that claims more, with a second store that knows nothing of the first one's records. */
function claiming(claims: Partial<SessionStore["abilities"]>, reopen: () => Good): StoreUnderTest {
  const claimed = (good: Good): SessionStore => ({ ...good, abilities: { ...good.abilities, ...claims } });
  const store = claimed(memoryStore());
  return { store, reopen: () => claimed(reopen()), down: () => store.close?.() };
}
