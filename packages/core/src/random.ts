import { fillRandom } from "#platform";
import { encodeBase64url } from "./base64url.ts";

/** Overwrites `bytes` with random ones. Whatever it returns is ignored. */
export type RandomSource = (bytes: Uint8Array) => void;

/** Asking the system costs about the same for 16 bytes as for this many. */
const poolBytes = 4096;

/**
 * A function that returns so many fresh random bytes as base64url. Bytes come from a pool that is filled at the first
 * call (workers may not draw at start), never serve twice, and are overwritten as soon as they have served.
 *
 * @example
 * const random = createRandom();
 * random(16); // 22 characters
 */
export function createRandom(source: RandomSource = fillRandom): (bytes: number) => string {
  const pool = new Uint8Array(poolBytes);
  let next = poolBytes;

  return (bytes) => {
    if (bytes > poolBytes) {
      const large = new Uint8Array(bytes);
      source(large);
      return encodeBase64url(large);
    }
    if (next + bytes > poolBytes) {
      source(pool);
      next = 0;
    }
    const end = next + bytes;
    const text = encodeBase64url(pool, next, end);
    // A call of `fill` takes longer than these few bytes.
    for (let i = next; i < end; i++) pool[i] = 0;
    next = end;
    return text;
  };
}
