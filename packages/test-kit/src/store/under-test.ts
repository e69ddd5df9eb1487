import type { Awaitable, SessionStore } from "@sess/core";

/** How other processes reach the records of a store. */
export interface StoreWorkers {
  /** A module that calls `storeWorker`, as a path or a `file:` URL. Each process is started with it. */
  readonly module: string | URL;
  /** What the module needs to open the same records: anything that JSON can carry. */
  readonly data: unknown;
}

/** A store with what the suite needs to know about its backend. */
export interface StoreUnderTest {
  /** Fresh: it holds nothing, and no other test sees what it holds. */
  readonly store: SessionStore;
  /**
   * Another store over the same records, as another process or a later one would have it. Required where the store
   * claims to be durable or shared.
   */
  readonly reopen?: () => Awaitable<SessionStore>;
  /** Makes the backend fail from now on. Required where the store claims to be durable or shared. */
  readonly down?: () => unknown;
  /**
   * When the backend removes by itself what it holds under a key of the store: epoch milliseconds, or undefined where it
   * never will. `now` is the time of the suite, which is not the backend's: add to it what the backend says is left, where
   * it counts down. Needed to try `nativeExpiry`.
   */
  readonly keptUntil?: (key: string, now: number) => Awaitable<number | undefined>;
  /** For trying real processes against each other (Node only). */
  readonly workers?: StoreWorkers;
  /** Called at the end of each test, after the store was closed. */
  readonly cleanup?: () => unknown;
}
