import { type Awaitable, memoryStore, type SessionStore } from "@sess/core";
import { deferred } from "./deferred.ts";

/** The calls that a gate or a failure can be put in front of. */
export type StoreCall = "read" | "write" | "touch" | "remove";

/** A closed gate in front of a store. */
export interface Gate {
  /** Resolves when a call waits at the gate. */
  readonly reached: Promise<void>;
  /** Lets what waits and what comes later pass. */
  open(): void;
}

/** A store that counts its calls, can be slowed down by a gate, and can fail. */
export interface ObservedStore extends SessionStore {
  /** How often it has been called since `forget`. */
  readonly calls: Readonly<Record<StoreCall, number>>;
  /** Counts from zero again. */
  forget(): void;
  /** From now on these calls wait until the gate is opened. */
  hold(...calls: readonly StoreCall[]): Gate;
  /** From now on these calls fail; without names, none does any more. */
  break(...calls: readonly StoreCall[]): void;
}

/** A memory store behind a window. `synchronous` answers at once where nothing holds it. */
export function observedStore({ synchronous }: { readonly synchronous?: boolean } = {}): ObservedStore {
  const inner = memoryStore();
  const calls = { read: 0, write: 0, touch: 0, remove: 0 };
  let broken: readonly StoreCall[] = [];
  let gate:
    | { readonly calls: readonly StoreCall[]; readonly pass: Promise<void>; readonly reach: () => void }
    | undefined;

  const pass = <T>(name: StoreCall, call: () => Awaitable<T>): Awaitable<T> => {
    calls[name]++;
    if (broken.includes(name)) {
      const failure = new Error(`The backend is down (${name})`);
      if (synchronous) throw failure;
      return Promise.reject(failure);
    }
    if (gate?.calls.includes(name)) {
      gate.reach();
      return gate.pass.then(call);
    }
    return synchronous ? call() : Promise.resolve().then(call);
  };

  return {
    ...inner,
    calls,
    read: (key, now) => pass("read", () => inner.read(key, now)),
    write: (key, record, expected, now) => pass("write", () => inner.write(key, record, expected, now)),
    remove: (key) => pass("remove", () => inner.remove(key)),
    touch: (key, expiresAt, expected, now) =>
      pass("touch", () => inner.touch?.(key, expiresAt, expected, now) ?? false),
    forget: () => void Object.assign(calls, { read: 0, write: 0, touch: 0, remove: 0 }),
    hold(...names) {
      const reached = deferred();
      const passing = deferred();
      gate = { calls: names, pass: passing.promise, reach: reached.resolve };
      return {
        reached: reached.promise,
        open() {
          gate = undefined;
          passing.resolve();
        },
      };
    },
    break(...names) {
      broken = names;
    },
  };
}
