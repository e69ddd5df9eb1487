import { type Awaitable, chain, isPromise, SessError, type SessionStore } from "@sess/core";
import { type CachedStoreOptions, checkedOptions } from "./cached-options.ts";
import { createFastTier } from "./fast-tier.ts";
import { createLoader } from "./loader.ts";

/**
 * A fast store in front of a true one, as Django's `cached_db`: reads are answered by the fast tier, and whatever
 * changes a record is decided by the slow tier. Nothing is saved later than it is acknowledged.
 *
 * When a change has been acknowledged, no process that uses the same fast tier reads the older state any more. Where
 * that cannot be so (the fast tier failed, a process died between the tiers, each process has a fast tier of its own),
 * a read answers what was true at most `lifetime` ago; core asks past the fast tier before it writes, calls a session
 * missing or a secret retired. A fast tier that is down costs speed and is told to `onFastError`; a slow tier that is
 * down fails what it is needed for.
 *
 * It can do what the slow tier can. Where both tiers are synchronous, so is it. `close` closes both.
 *
 * @throws TypeError for an unknown or impossible option
 *
 * @example
 * const store = cachedStore({ fast: memoryStore(), slow: memoryStore() });
 * const record = { version: "v1", expiresAt: 2_000, endsAt: 9_000, data: "{}" };
 * await store.write("a", record, undefined, 1_000); // true
 * await store.read("a", 1_999); // the record, from the fast tier
 */
export function cachedStore(options: CachedStoreOptions): SessionStore {
  const settings = checkedOptions(options);
  const { slow } = settings;
  const fast = createFastTier(settings);
  const load = createLoader(fast, slow);
  let isClosed = false;

  const touch = slow.touch?.bind(slow);
  const sweep = slow.sweep?.bind(slow);
  const listOwner = slow.listOwner?.bind(slow);
  const removeOwner = slow.removeOwner?.bind(slow);

  const assertOpen = () => {
    if (!isClosed) return;
    throw new SessError(
      "ERR_SESS_STORE_CLOSED",
      "The cached store was used after close(). Create a new one.",
    );
  };
  /** Nobody reads the entry that was there, or fills in what was read before now; then `answer`. */
  const forget = <T>(key: string, answer: T): Awaitable<T> => chain(fast.remove(key), () => answer);
  /** A marker in place of the entry while the slow tier is written: should this process die, readers pass it by. */
  const cover = (key: string, expected: string | undefined, now: number): Awaitable<string | undefined> => {
    if (fast.isResting(now)) return undefined;
    return chain(fast.mark(key, expected, now), (marker) =>
      marker === undefined && !fast.suspect ? forget(key, undefined) : marker,
    );
  };

  return {
    abilities: Object.freeze({ ...slow.abilities, mayBeStale: true }),
    read(key, now, fresh) {
      assertOpen();
      // Past a replica of the slow tier's own: an entry has to be true when it is made.
      if (fresh === true || fast.isResting(now)) return slow.read(key, now, true);
      return chain(fast.read(key, now), (found) => {
        if (typeof found === "object") return found;
        return found === "failed" ? slow.read(key, now, true) : load(key, now, found === "nothing");
      });
    },
    write(key, record, expected, now) {
      assertOpen();
      return chain(cover(key, expected, now), (marker) =>
        chain(slow.write(key, record, expected, now), (kept) => {
          const filled = kept && marker !== undefined && fast.fill(key, record, marker, now);
          return chain(filled, (there) => (there ? kept : forget(key, kept)));
        }),
      );
    },
    remove(key) {
      assertOpen();
      const before = fast.suspect ? undefined : fast.remove(key);
      return chain(before, () => chain(slow.remove(key), () => fast.remove(key)));
    },
    ...(touch && {
      touch(key, expiresAt, expected, now) {
        assertOpen();
        return chain(touch(key, expiresAt, expected, now), (moved) => forget(key, moved));
      },
    }),
    ...(sweep && {
      sweep(limit, now) {
        assertOpen();
        return chain(fast.sweep(limit, now), () => sweep(limit, now));
      },
    }),
    ...(listOwner && {
      async *listOwner(owner, now) {
        assertOpen();
        yield* listOwner(owner, now);
      },
    }),
    ...(removeOwner && {
      removeOwner(owner, except) {
        assertOpen();
        return chain(removeOwner(owner, except), (keys) => {
          const forgotten = keys.map((key) => fast.remove(key));
          return forgotten.some(isPromise) ? Promise.all(forgotten).then(() => keys) : keys;
        });
      },
    }),
    close() {
      isClosed = true;
      return chain(fast.close(), () => slow.close?.());
    },
  };
}
