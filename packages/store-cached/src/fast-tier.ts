import { type Awaitable, chain, isPromise, prefixStore, type SessionRecord } from "@sess/core";
import type { CachedSettings } from "./cached-options.ts";
import { entryOf, markerOf, recordIn } from "./entry.ts";
import { newVersions } from "./new-versions.ts";
import { within } from "./within.ts";

/** A call of the fast tier. */
export type FastCall = "read" | "write" | "remove" | "sweep" | "close";

/** What the fast tier says of a key. */
export type FastAnswer = SessionRecord | "marked" | "nothing" | "failed";

/** The fast tier, as something that may fail: no call of it throws or takes longer than `fastTimeout`. */
export interface FastTier {
  /** Something failed, and the tier has not been in use since. */
  readonly suspect: boolean;
  /**
   * Whether reads leave the tier out. After any failure they do so for one lifetime, because an entry that could not be
   * removed may still be there; when that is over, it has ended. To be asked where a call begins.
   */
  isResting(now: number): boolean;
  read(key: string, now: number): Awaitable<FastAnswer>;
  /** Puts a marker in place of the entry of version `expected`. The version of the marker; undefined: there is none. */
  mark(key: string, expected: string | undefined, now: number): Awaitable<string | undefined>;
  /** Puts a record that was true at `now` in place of that very marker. Says whether it is there. */
  fill(key: string, record: SessionRecord, marker: string, now: number): Awaitable<boolean>;
  remove(key: string): Awaitable<void>;
  sweep(limit: number, now: number): Awaitable<unknown>;
  close(): Awaitable<void>;
}

export function createFastTier(settings: CachedSettings): FastTier {
  const { lifetime, fastTimeout } = settings;
  const tier = prefixStore(settings.fast, "cached");
  const { maxBytes = Number.POSITIVE_INFINITY } = tier.abilities;
  const nextVersion = newVersions();
  let hasFailed = false;
  let restsUntil = 0;

  const tell = settings.onFastError ?? warn;
  const failed = (error: unknown, call: FastCall) => {
    const isNews = !hasFailed && restsUntil === 0;
    hasFailed = true;
    if (settings.onFastError === undefined && !isNews) return;
    try {
      tell(error, call);
    } catch (thrown) {
      // As core does with listeners: they do not decide about a request, and their error must not be lost.
      queueMicrotask(() => {
        throw thrown;
      });
    }
  };
  const attempt = <T, F>(call: FastCall, work: () => Awaitable<T>, otherwise: F): Awaitable<T | F> => {
    const lost = (error: unknown): F => {
      failed(error, call);
      return otherwise;
    };
    try {
      const answer = work();
      return isPromise(answer) ? within(answer, fastTimeout, call).catch(lost) : answer;
    } catch (error) {
      return lost(error);
    }
  };

  return {
    get suspect() {
      return hasFailed || restsUntil > 0;
    },
    isResting(now) {
      // Calls have the time and failures have not: the rest begins with the first call after them.
      if (hasFailed) restsUntil = now + lifetime;
      hasFailed = false;
      if (now < restsUntil) return true;
      restsUntil = 0;
      return false;
    },
    read: (key, now) => attempt("read", () => chain(tier.read(key, now, true), answerIn), "failed"),
    mark(key, expected, now) {
      const marker = markerOf(nextVersion(), now + lifetime);
      const kept = attempt("write", () => tier.write(key, marker, expected, now), false);
      return chain(kept, (yes) => (yes ? marker.version : undefined));
    },
    fill(key, record, marker, now) {
      const entry = entryOf(record, now + lifetime);
      if (maxBytes < entry.data.length * 3 && maxBytes < new TextEncoder().encode(entry.data).length)
        return false;
      return attempt("write", () => tier.write(key, entry, marker, now), false);
    },
    remove: (key) => attempt("remove", () => tier.remove(key), undefined),
    sweep: (limit, now) => attempt("sweep", () => tier.sweep?.(limit, now), undefined),
    close: () => attempt("close", () => tier.close?.(), undefined),
  };
}

function answerIn(entry: SessionRecord | undefined): FastAnswer {
  return entry === undefined ? "nothing" : (recordIn(entry) ?? "marked");
}

function warn(error: unknown, call: FastCall): void {
  const reason = error instanceof Error ? error.message : String(error);
  // biome-ignore lint/suspicious/noConsole: without `onFastError` there is no other place for it
  console.warn(
    `[sess] The fast tier of a cached store failed in ${call}, so reads go to the slow tier for a while: ${reason}`,
  );
}
