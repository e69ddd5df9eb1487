import type { Awaitable } from "./awaitable.ts";

/** A named place where diagnostics tools listen. */
export interface Channel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

/**
 * What core asks of the runtime it runs on. `platform-node.ts` and `platform-web.ts` are modules of this shape; the
 * import condition behind `#platform` chooses one of them, and they give the same answers.
 */
export interface Platform<MacKey, CipherKey> {
  /** A key for `mac`, prepared once. */
  macKey(bytes: Uint8Array): MacKey;
  /** HMAC-SHA256 (RFC 2104) of the UTF-8 of `text`: 43 characters of base64url. */
  mac(key: MacKey, text: string): string;
  /** HMAC-SHA256 of `data`: 32 bytes. */
  macBytes(key: Uint8Array, data: Uint8Array): Uint8Array;
  /** SHA-256 of the UTF-8 of `text`: 43 characters of base64url. */
  digest(text: string): string;
  /** Whether two ASCII strings are the same, in a time that tells nothing but their lengths. */
  equal(a: string, b: string): boolean;
  /** Overwrites `bytes` with random ones from the runtime's cryptographic source. */
  fillRandom(bytes: Uint8Array): void;
  /** A key for `encrypt` and `decrypt`, from exactly 32 bytes. */
  cipherKey(bytes: Uint8Array): CipherKey;
  /**
   * AES-256-GCM of the UTF-8 of `text`: base64url of the ciphertext and its tag of 16 bytes. `nonce` (12 bytes) must
   * never come twice with one key. `bound` is not in the result, but must be the same again to decrypt.
   */
  encrypt(key: CipherKey, nonce: Uint8Array, text: string, bound: string): Awaitable<string>;
  /** The text that `encrypt` was given, or undefined: another key, nonce or `bound`, or a changed text. */
  decrypt(key: CipherKey, nonce: Uint8Array, sealed: string, bound: string): Awaitable<string | undefined>;
  /** The channel of this name, where the runtime has such a thing. */
  channel(name: string): Channel | undefined;
  /** Tells whoever runs the process, once per call. */
  warn(message: string, code: string): void;
  /** Whether `NODE_ENV` is `production`; false where it cannot be read. */
  inProduction(): boolean;
}
