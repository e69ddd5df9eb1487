const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Every pair of characters, by its 12 bits: three bytes cost two look-ups. */
const pairs: readonly string[] = Array.from(
  { length: 4096 },
  (_, bits) => alphabet.charAt(bits >> 6) + alphabet.charAt(bits & 63),
);

const sixBits = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) sixBits[alphabet.charCodeAt(i)] = i;

/**
 * The bytes from `start` to before `end` as base64url without padding (RFC 4648 section 5).
 *
 * @example
 * encodeBase64url(new Uint8Array([251, 255])); // "-_8"
 */
export function encodeBase64url(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  const left = (end - start) % 3;
  const whole = end - left;
  let text = "";
  let i = start;
  for (; i < whole; i += 3) {
    const bits = (byteAt(bytes, i) << 16) | (byteAt(bytes, i + 1) << 8) | byteAt(bytes, i + 2);
    text += (pairs[bits >> 12] as string) + (pairs[bits & 4095] as string);
  }
  if (left === 1) text += pairs[byteAt(bytes, i) << 4];
  if (left === 2) {
    const bits = (byteAt(bytes, i) << 10) | (byteAt(bytes, i + 1) << 2);
    text += (pairs[bits >> 6] as string) + alphabet.charAt(bits & 63);
  }
  return text;
}

/**
 * The bytes that `encodeBase64url` wrote, or undefined for any other text: a foreign character, padding, an impossible
 * length, or bits beyond the last byte. So no two texts stand for the same bytes.
 *
 * @example
 * decodeBase64url("-_8"); // Uint8Array [251, 255]
 * decodeBase64url("-_9"); // undefined
 */
export function decodeBase64url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const six = sixBits[text.charCodeAt(i)] ?? -1;
    if (six < 0) return undefined;
    bits = ((bits << 6) | six) & 0xfff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = bits >> held;
    }
  }
  return (bits & ((1 << held) - 1)) === 0 ? bytes : undefined;
}

function byteAt(bytes: Uint8Array, i: number): number {
  return bytes[i] as number;
}
