import type { Awaitable, SessionStore } from "@sess/core";
import { deferred } from "./deferred.ts";

/** The calls that can be held up or fail. */
export type StoreCall = "read" | "write" | "touch" | "remove";

/** A closed gate in front of a store. */
export interface Gate {
  /** Resolves when a call waits at it. */
  readonly reached: Promise<void>;
  /** Lets what waits and what comes later pass. */
  open(): void;
}

/** A store that counts the calls of each kind, can be held up by a gate, and can fail. */
export interface WatchedStore extends SessionStore {
  readonly calls: Record<StoreCall, number>;
  /** From now on calls of this kind wait until the gate is opened. */
  hold(call: StoreCall): Gate;
  /** From now on these calls fail; without names, none does any more. */
  break(...calls: readonly StoreCall[]): void;
}

/** `inner`, behind a window. */
export function watchedStore(inner: SessionStore): WatchedStore {
  const calls = { read: 0, write: 0, touch: 0, remove: 0 };
  const gates = new Map<StoreCall, { readonly passing: Promise<void>; readonly reach: () => void }>();
  let broken: readonly StoreCall[] = [];
  const pass = <T>(name: StoreCall, call: () => Awaitable<T>): Awaitable<T> => {
    calls[name]++;
    if (broken.includes(name)) return Promise.reject(new Error(`The backend is down (${name})`));
    const gate = gates.get(name);
    if (gate === undefined) return call();
    gate.reach();
    return gate.passing.then(call);
  };
  const { touch } = inner;
  return {
    ...inner,
    calls,
    read: (...args) => pass("read", () => inner.read(...args)),
    write: (...args) => pass("write", () => inner.write(...args)),
    remove: (...args) => pass("remove", () => inner.remove(...args)),
    ...(touch && { touch: (...args) => pass("touch", () => touch.apply(inner, args)) }),
    hold(name) {
      const reached = deferred();
      const passing = deferred();
      gates.set(name, { passing: passing.promise, reach: reached.resolve });
      return {
        reached: reached.promise,
        open() {
          gates.delete(name);
          passing.resolve();
        },
      };
    },
    break(...names) {
      broken = names;
    },
  };
}
