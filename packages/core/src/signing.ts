import { equal, mac, macKey } from "#platform";

/** Vouches for text by HMAC-SHA256, with keys newest first. */
export interface Signing {
  /** The MAC of `text` by the newest key: 43 characters of base64url. */
  sign(text: string): string;
  /** Which key made this MAC of `text`: 0 is the newest, -1 is none of them. Compares in constant time. */
  verify(text: string, mac: string): number;
}

/**
 * Signs with the first of `keys` and verifies with all of them. For token stores, with the keys of a `TokenContext`.
 *
 * @example
 * const signing = createSigning([crypto.getRandomValues(new Uint8Array(32))]);
 * signing.verify("text", signing.sign("text")); // 0
 */
export function createSigning(keys: readonly Uint8Array[]): Signing {
  const [newest, ...older] = keys.map(macKey) as [ReturnType<typeof macKey>];
  const all = [newest, ...older];
  return {
    sign: (text) => mac(newest, text),
    verify: (text, given) => all.findIndex((key) => equal(mac(key, text), given)),
  };
}
