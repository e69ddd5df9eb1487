import { macBytes } from "#platform";

const hashBytes = 32;

/** HKDF-Extract with SHA-256 (RFC 5869 section 2.2): one uniform key of 32 bytes out of text of any length. */
export function extract(salt: Uint8Array, secret: Uint8Array): Uint8Array {
  return macBytes(salt.length > 0 ? salt : new Uint8Array(hashBytes), secret);
}

/** HKDF-Expand with SHA-256 (RFC 5869 section 2.3): `length` bytes (at most 8160) for the purpose that `info` names. */
export function expand(key: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  const blocks = Math.ceil(length / hashBytes);
  if (blocks > 255) throw new RangeError(`[sess] HKDF-SHA256 gives at most 8160 bytes. Received ${length}.`);
  const result = new Uint8Array(blocks * hashBytes);
  let previous = new Uint8Array(0);
  for (let block = 1; block <= blocks; block++) {
    const input = new Uint8Array(previous.length + info.length + 1);
    input.set(previous);
    input.set(info, previous.length);
    input[input.length - 1] = block;
    previous = new Uint8Array(macBytes(key, input));
    result.set(previous, (block - 1) * hashBytes);
  }
  return result.slice(0, length);
}
