import { type Awaitable, chain, isPromise, type SessionRecord, type SessionStore } from "@sess/core";
import type { FastTier } from "./fast-tier.ts";

/** Reads a record that the fast tier does not have. `isFree`: it has no marker of somebody else's in its place either. */
export type Load = (key: string, now: number, isFree: boolean) => Awaitable<SessionRecord | undefined>;

interface Loaded {
  readonly record: SessionRecord | undefined;
  /** The marker was still there at the end: when the last one joined, no change had been acknowledged since the start. */
  readonly isCertain: boolean;
}

/** A load that others may join, until it fills. */
interface Running {
  readonly startedAt: number;
  readonly outcome: PromiseLike<Loaded>;
}

/** How long a load may be joined, in milliseconds: nobody else waits for a slow tier that hangs. */
const joinable = 5_000;

/**
 * Loads one key at a time: a marker goes into the fast tier, the slow tier is read, and the record takes the place of
 * that very marker. Whoever changes the record takes the marker away, so a late fill brings nothing back.
 */
export function createLoader(fast: FastTier, slow: SessionStore): Load {
  const running = new Map<string, Running>();

  const start = (key: string, now: number): Awaitable<Loaded> => {
    let own: Running | undefined;
    let isFilling = false;
    const leave = () => {
      isFilling = true;
      if (own !== undefined && running.get(key) === own) running.delete(key);
    };
    const loaded = chain(fast.mark(key, undefined, now), (marker) =>
      chain(slow.read(key, now, true), (record) => {
        // Who joined from here on could be told what was true when the fill was done, not when it was answered.
        leave();
        if (record === undefined || marker === undefined) return { record, isCertain: false };
        return chain(fast.fill(key, record, marker, now), (isCertain) => ({ record, isCertain }));
      }),
    );
    if (!isPromise(loaded) || isFilling) return loaded;
    const outcome = loaded.then(undefined, (error) => {
      leave();
      throw error;
    });
    own = { startedAt: now, outcome };
    running.set(key, own);
    return outcome;
  };

  return (key, now, isFree) => {
    const other = running.get(key);
    if (other !== undefined && now - other.startedAt < joinable) {
      return chain(other.outcome, ({ record, isCertain }) =>
        isCertain && record !== undefined && record.expiresAt > now ? record : slow.read(key, now, true),
      );
    }
    return isFree ? chain(start(key, now), ({ record }) => record) : slow.read(key, now, true);
  };
}
