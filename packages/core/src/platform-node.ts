// The namespace, because not every runtime that takes this file has each function: a missing name must not be an error.
import * as crypto from "node:crypto";
import * as diagnostics from "node:diagnostics_channel";
import process from "node:process";
import type { Channel } from "./platform.ts";

export type { Channel } from "./platform.ts";

/** A key, and the two blocks that it begins in HMAC: one with room for a text, one with room for a digest. */
export interface MacKey {
  /** A `KeyObject`: some Node 24 releases take ten times as long with a Buffer as the key. */
  readonly key: crypto.KeyObject;
  readonly inner: Buffer;
  readonly outer: Buffer;
}
export type CipherKey = crypto.KeyObject;

const tagBytes = 16;

const blockBytes = 64;
const digestBytes = 32;
/** What we sign is far shorter; longer text goes the ordinary way. */
const longestText = 512;

// MACs and digests, which is what is compared, fit in these: allocating costs more than comparing.
const macLength = 43;
const left = Buffer.alloc(macLength);
const right = Buffer.alloc(macLength);

const hasOneShot = typeof crypto.hash === "function";

export function macKey(bytes: Uint8Array): MacKey {
  const key = crypto.createSecretKey(bytes);
  const block = Buffer.alloc(blockBytes);
  block.set(bytes.length > blockBytes ? crypto.createHash("sha256").update(bytes).digest() : bytes);
  const inner = Buffer.alloc(blockBytes + longestText * 3);
  const outer = Buffer.alloc(blockBytes + digestBytes);
  for (const [i, byte] of block.entries()) {
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  return { key, inner, outer };
}

// Two one-shot hashes (RFC 2104, section 2) take less than half as long as one `Hmac` object takes to make.
export function mac({ key, inner, outer }: MacKey, text: string): string {
  if (!hasOneShot || text.length > longestText)
    return crypto.createHmac("sha256", key).update(text).digest("base64url");
  const end = blockBytes + inner.write(text, blockBytes);
  outer.write(crypto.hash("sha256", inner.subarray(0, end), "binary"), blockBytes, "binary");
  return crypto.hash("sha256", outer, "base64url");
}

export function macBytes(key: Uint8Array, data: Uint8Array): Uint8Array {
  return crypto.createHmac("sha256", crypto.createSecretKey(key)).update(data).digest();
}

export const digest: (text: string) => string = hasOneShot
  ? (text) => crypto.hash("sha256", text, "base64url")
  : (text) => crypto.createHash("sha256").update(text).digest("base64url");

export function equal(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  if (a.length !== macLength)
    return crypto.timingSafeEqual(Buffer.from(a, "utf16le"), Buffer.from(b, "utf16le"));
  left.write(a, "latin1");
  right.write(b, "latin1");
  // Of characters beyond latin1 only the lower byte was compared. Who gets here has that right already.
  return crypto.timingSafeEqual(left, right) && a === b;
}

export function fillRandom(bytes: Uint8Array): void {
  crypto.randomFillSync(bytes);
}

export function cipherKey(bytes: Uint8Array): CipherKey {
  if (bytes.length !== 32)
    throw new RangeError(`[sess] A cipher key has 32 bytes. Received ${bytes.length}.`);
  return crypto.createSecretKey(bytes);
}

export function encrypt(key: CipherKey, nonce: Uint8Array, text: string, bound: string): string {
  const cipher = crypto.createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(bound));
  return Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString(
    "base64url",
  );
}

export function decrypt(
  key: CipherKey,
  nonce: Uint8Array,
  sealed: string,
  bound: string,
): string | undefined {
  const bytes = Buffer.from(sealed, "base64url");
  // Node's decoder skips what it does not know: two texts must never stand for one.
  if (bytes.length < tagBytes || bytes.toString("base64url") !== sealed) return undefined;
  const decipher = crypto.createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  const start = decipher.update(bytes.subarray(0, -tagBytes));
  try {
    return Buffer.concat([start, decipher.final()]).toString();
  } catch {
    return undefined;
  }
}

export function channel(name: string): Channel | undefined {
  return diagnostics.channel(name);
}

export function warn(message: string, code: string): void {
  process.emitWarning(message, { type: "SessWarning", code });
}

export function inProduction(): boolean {
  try {
    return process.env.NODE_ENV === "production";
  } catch {
    // Deno throws where it was not allowed to read the environment.
    return false;
  }
}
