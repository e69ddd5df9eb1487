import { broken, type Sabotages } from "./broken.ts";

/** Sweeps out of bounds. */
export const sweeps: Sabotages = {
  "a sweep without a limit": [
    broken((good) => ({ sweep: (_limit, now) => good.sweep(Number.MAX_SAFE_INTEGER, now) })),
    /removes at most `limit`/,
  ],
  "a sweep that stops early": [
    broken((good) => ({ sweep: (limit, now) => good.sweep(Math.min(limit, 7), now) })),
    /removes at most `limit`, and fewer only when none is left/,
  ],
  "a sweep that hits the living": [
    broken((good) => ({ sweep: (limit, now) => good.sweep(limit, now + 7_200_000) })),
    /removes nothing where nothing has expired/,
  ],
  "a sweep that removes nothing": [broken(() => ({ sweep: () => 0 })), /removes what has expired for good/],
  "a sweep that counts wrong": [
    broken((good) => ({ sweep: (limit, now) => good.sweep(limit, now) * 2 })),
    /removes what has expired for good, and says how many/,
  ],
};
