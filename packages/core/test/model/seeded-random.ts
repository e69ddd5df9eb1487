import type { RandomSource } from "../../src/index.ts";

const pools = new Map<string, Uint8Array>();

/** As much as core draws at once, many times what a request needs. */
const size = 4096;

/**
 * A source that gives each name bytes of its own, and the same ones each time: what a request draws then depends on
 * nothing but the request.
 */
export function seededRandom(name: string): RandomSource {
  let drawn = 0;
  return (bytes) => {
    bytes.set(poolOf(`${name} ${drawn++}`).subarray(0, bytes.length));
  };
}

function poolOf(name: string): Uint8Array {
  const kept = pools.get(name);
  if (kept !== undefined) return kept;
  let state = 0x811c9dc5;
  for (const letter of name) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193);
  // Mulberry32: small, and even enough for what only has to differ.
  const pool = new Uint8Array(size).map(() => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return mixed >>> 24;
  });
  pools.set(name, pool);
  return pool;
}
