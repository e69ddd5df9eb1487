import { deferred } from "./deferred.ts";

/** Where handlers meet: requests that have been opened wait here until a test lets them go on. */
export interface Barrier {
  /** For a handler: waits until the barrier is opened. */
  arrive(): Promise<void>;
  /** Resolves when so many wait. */
  full(count: number): Promise<void>;
  open(): void;
}

export function createBarrier(): Barrier {
  const opening = deferred();
  const watchers: { readonly count: number; readonly resolve: () => void }[] = [];
  let waiting = 0;
  const look = () => {
    for (const { count, resolve } of watchers) if (waiting >= count) resolve();
  };
  return {
    arrive() {
      waiting++;
      look();
      return opening.promise;
    },
    full(count) {
      const { promise, resolve } = deferred();
      watchers.push({ count, resolve });
      look();
      return promise;
    },
    open: opening.resolve,
  };
}
