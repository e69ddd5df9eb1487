import {
  assertOptionNames,
  type Duration,
  invalidOption,
  parseDuration,
  type SessionStore,
} from "@sess/core";
import type { FastCall } from "./fast-tier.ts";

/** Options of `cachedStore`. */
export interface CachedStoreOptions {
  /**
   * The tier that answers reads: any store that writes atomically. It may forget whatever it likes. Best one that all
   * processes share, such as Redis: then all of them see each other's changes at once. Its keys get `cached:` in front.
   */
  readonly fast: SessionStore;
  /** The tier that decides: any store. A session is what this one says; only it has to be durable. */
  readonly slow: SessionStore;
  /**
   * How long an entry of the fast tier lives, counted from before the slow tier was read: seconds or text like `"30s"`,
   * at most an hour. What a read answers was true at most so long ago, whatever fails.
   * @default "30s"
   */
  readonly lifetime?: Duration;
  /**
   * How many milliseconds one call of the fast tier may take. A later answer counts as a failure of the fast tier.
   * @default 500
   */
  readonly fastTimeout?: number;
  /**
   * Told of every failure of the fast tier. None of them reaches a request.
   * @default a warning on the console, at the first failure of an outage
   */
  readonly onFastError?: (error: unknown, call: FastCall) => void;
}

/** The options with their defaults, times in milliseconds. */
export interface CachedSettings {
  readonly fast: SessionStore;
  readonly slow: SessionStore;
  readonly lifetime: number;
  readonly fastTimeout: number;
  readonly onFastError: ((error: unknown, call: FastCall) => void) | undefined;
}

const names = ["fast", "slow", "lifetime", "fastTimeout", "onFastError"];

/** An hour, in milliseconds: what is staler than that is no cache of sessions. */
const longest = 3_600_000;

/** Throws a `TypeError` for an unknown or impossible option. */
export function checkedOptions(options: CachedStoreOptions): CachedSettings {
  assertOptionNames(options, names);
  const { fast, slow, lifetime = 30, fastTimeout = 500, onFastError } = options ?? {};
  for (const [name, tier] of Object.entries({ fast, slow })) {
    if (typeof tier?.read !== "function") throw invalidOption(name, "must be a store by key", tier);
  }
  if (!fast.abilities.atomicWrite) {
    throw invalidOption("fast", "must be a store whose `abilities.atomicWrite` is true", fast);
  }
  if (fast === slow) throw invalidOption("fast", "must be another store than `slow`", fast);
  const milliseconds = parseDuration("lifetime", lifetime);
  if (milliseconds > longest) throw invalidOption("lifetime", "must be at most an hour", lifetime);
  if (!Number.isSafeInteger(fastTimeout) || fastTimeout < 1 || fastTimeout > longest) {
    throw invalidOption("fastTimeout", "must be a whole number of milliseconds above 0", fastTimeout);
  }
  if (onFastError !== undefined && typeof onFastError !== "function") {
    throw invalidOption("onFastError", "must be a function", onFastError);
  }
  return { fast, slow, lifetime: milliseconds, fastTimeout, onFastError };
}
