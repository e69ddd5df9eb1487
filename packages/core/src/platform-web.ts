import { decodeBase64url, encodeBase64url } from "./base64url.ts";
import type { Channel } from "./platform.ts";
import { type HmacKey, hmac, hmacKey, sha256 } from "./sha256.ts";

export type { Channel } from "./platform.ts";

export type MacKey = HmacKey;

/** The bytes, and what the runtime made of them at the first use. */
export interface CipherKey {
  readonly bytes: Uint8Array<ArrayBuffer>;
  // The key itself and not the promise of it: workers may not wait for a promise of another request.
  imported: CryptoKey | undefined;
}

const utf8 = new TextEncoder();
const text8 = new TextDecoder("utf-8", { ignoreBOM: true });

export function macKey(bytes: Uint8Array): MacKey {
  return hmacKey(bytes);
}

export function mac(key: MacKey, text: string): string {
  return encodeBase64url(hmac(key, utf8.encode(text)));
}

export function macBytes(key: Uint8Array, data: Uint8Array): Uint8Array {
  return hmac(hmacKey(key), data);
}

export function digest(text: string): string {
  return encodeBase64url(sha256(utf8.encode(text)));
}

export function equal(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

/** `getRandomValues` refuses more at once. */
const mostRandomBytes = 65_536;

export function fillRandom(bytes: Uint8Array): void {
  for (let start = 0; start < bytes.length; start += mostRandomBytes) {
    crypto.getRandomValues(bytes.subarray(start, start + mostRandomBytes) as Uint8Array<ArrayBuffer>);
  }
}

export function cipherKey(bytes: Uint8Array): CipherKey {
  if (bytes.length !== 32)
    throw new RangeError(`[sess] A cipher key has 32 bytes. Received ${bytes.length}.`);
  return { bytes: new Uint8Array(bytes), imported: undefined };
}

export async function encrypt(
  key: CipherKey,
  nonce: Uint8Array,
  text: string,
  bound: string,
): Promise<string> {
  const sealed = await crypto.subtle.encrypt(
    parameters(nonce, bound),
    await imported(key),
    utf8.encode(text),
  );
  return encodeBase64url(new Uint8Array(sealed));
}

export async function decrypt(
  key: CipherKey,
  nonce: Uint8Array,
  sealed: string,
  bound: string,
): Promise<string | undefined> {
  const bytes = decodeBase64url(sealed) as Uint8Array<ArrayBuffer> | undefined;
  if (bytes === undefined) return undefined;
  const ready = await imported(key);
  try {
    return text8.decode(await crypto.subtle.decrypt(parameters(nonce, bound), ready, bytes));
  } catch (error) {
    // The one name that WebCrypto gives to "not authentic", and to a text shorter than its tag.
    if (error instanceof Error && error.name === "OperationError") return undefined;
    throw error;
  }
}

async function imported(key: CipherKey): Promise<CryptoKey> {
  key.imported ??= await crypto.subtle.importKey("raw", key.bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  return key.imported;
}

function parameters(nonce: Uint8Array, bound: string): AesGcmParams {
  return { name: "AES-GCM", iv: nonce as Uint8Array<ArrayBuffer>, additionalData: utf8.encode(bound) };
}

export function channel(_name: string): Channel | undefined {
  return undefined;
}

export function warn(message: string, code: string): void {
  // biome-ignore lint/suspicious/noConsole: a runtime without process has no other place for a warning
  console.warn(`SessWarning [${code}]: ${message}`);
}

export function inProduction(): boolean {
  try {
    // Written out in full, because bundlers put a constant in its place.
    return process.env.NODE_ENV === "production";
  } catch {
    return false;
  }
}
