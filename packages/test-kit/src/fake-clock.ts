/** A clock that stands still until it is moved. */
export interface FakeClock {
  /** Epoch milliseconds. Fits the option `clock` of `createSessions` as it is. */
  readonly now: () => number;
  /** Moves it on by so many seconds. */
  advance(seconds: number): void;
}

/**
 * A clock for tests, so that nothing has to sleep.
 *
 * @param start epoch milliseconds
 * @default 2040-01-01, after the end of 32-bit seconds
 *
 * @example
 * const clock = fakeClock();
 * const before = clock.now();
 * clock.advance(60);
 * clock.now() - before; // 60_000
 */
export function fakeClock(start: number = Date.UTC(2040, 0, 1)): FakeClock {
  let now = start;
  return {
    now: () => now,
    advance(seconds) {
      now += seconds * 1_000;
    },
  };
}
