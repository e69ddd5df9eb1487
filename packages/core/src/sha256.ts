/*
 * SHA-256 (FIPS 180-4) and HMAC (RFC 2104), synchronous, for runtimes whose own are only asynchronous: WebCrypto takes
 * 7 to 14 microseconds of CPU for one short text, and a turn of the event loop.
 */

/** Makes `count` constants as FIPS 180-4 does: 32 bits of the fractional part of a root of each of the first primes. */
function rootsOfPrimes(count: number, root: (prime: number) => number): Int32Array {
  const constants = new Int32Array(count);
  let found = 0;
  for (let candidate = 2; found < count; candidate++) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) prime &&= candidate % divisor !== 0;
    if (prime) constants[found++] = (root(candidate) % 1) * 2 ** 32;
  }
  return constants;
}

const initial = rootsOfPrimes(8, Math.sqrt);
const roundConstants = rootsOfPrimes(64, Math.cbrt);
const blockBytes = 64;

/** The eight words between two blocks. */
type State = Int32Array;

/** What HMAC remembers of a key: the states after its inner and its outer pad. */
export interface HmacKey {
  readonly inner: State;
  readonly outer: State;
}

/** SHA-256 of `data`: 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  return finish(initial, data, 0);
}

/** Prepares `key` (any length) so that every `hmac` with it saves two blocks. */
export function hmacKey(key: Uint8Array): HmacKey {
  const short = key.length > blockBytes ? sha256(key) : key;
  return { inner: padded(short, 0x36), outer: padded(short, 0x5c) };
}

/** HMAC-SHA256 of `data`: 32 bytes. */
export function hmac(key: HmacKey, data: Uint8Array): Uint8Array {
  return finish(key.outer, finish(key.inner, data, blockBytes), blockBytes);
}

function padded(key: Uint8Array, pad: number): State {
  const block = new Uint8Array(blockBytes);
  block.set(key);
  for (let i = 0; i < blockBytes; i++) block[i] = (block[i] as number) ^ pad;
  const state = initial.slice();
  compress(state, block, 0);
  return state;
}

/** Goes on from `from`, which has already taken `before` bytes, with `data` to the end. */
function finish(from: State, data: Uint8Array, before: number): Uint8Array {
  const state = from.slice();
  const whole = data.length - (data.length % blockBytes);
  for (let offset = 0; offset < whole; offset += blockBytes) compress(state, data, offset);

  const left = data.length - whole;
  const tail = new Uint8Array(left + 9 > blockBytes ? 2 * blockBytes : blockBytes);
  tail.set(data.subarray(whole));
  tail[left] = 0x80;
  const view = new DataView(tail.buffer);
  const bytes = before + data.length;
  view.setUint32(tail.length - 8, Math.floor(bytes / 2 ** 29));
  view.setUint32(tail.length - 4, bytes << 3);
  for (let offset = 0; offset < tail.length; offset += blockBytes) compress(state, tail, offset);

  const result = new Uint8Array(32);
  const words = new DataView(result.buffer);
  for (let i = 0; i < 8; i++) words.setInt32(4 * i, state[i] as number);
  return result;
}

// One for all calls: nothing here gives control away in the middle of a block.
const schedule = new Int32Array(64);

function compress(state: State, data: Uint8Array, offset: number): void {
  const w = schedule;
  for (let i = 0, at = offset; i < 16; i++, at += 4) {
    w[i] =
      ((data[at] as number) << 24) |
      ((data[at + 1] as number) << 16) |
      ((data[at + 2] as number) << 8) |
      (data[at + 3] as number);
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] as number;
    const y = w[i - 2] as number;
    const small0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const small1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = ((w[i - 16] as number) + small0 + (w[i - 7] as number) + small1) | 0;
  }

  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let i = 0; i < 64; i++) {
    const big1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + big1 + ((e & f) ^ (~e & g)) + (roundConstants[i] as number) + (w[i] as number)) | 0;
    const big0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
  state[4] = (state[4] as number) + e;
  state[5] = (state[5] as number) + f;
  state[6] = (state[6] as number) + g;
  state[7] = (state[7] as number) + h;
}
