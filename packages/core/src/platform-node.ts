// The namespace, because not every runtime that takes this file has each function: a missing name must not be an error.
import * as crypto from "node:crypto";
import * as diagnostics from "node:diagnostics_channel";
import process from "node:process";
import type { Channel } from "./platform.ts";

export type { Channel } from "./platform.ts";

/** A `KeyObject`: some Node 24 releases take ten times as long with a Buffer as the key. */
export type MacKey = crypto.KeyObject;
export type CipherKey = crypto.KeyObject;

const tagBytes = 16;

const utf8 = new TextEncoder();
// MACs and digests, which is what is compared, fit in these: allocating costs more than comparing.
const macLength = 43;
const left = new Uint8Array(macLength);
const right = new Uint8Array(macLength);

export function macKey(bytes: Uint8Array): MacKey {
  return crypto.createSecretKey(bytes);
}

export function mac(key: MacKey, text: string): string {
  return crypto.createHmac("sha256", key).update(text).digest("base64url");
}

export function macBytes(key: Uint8Array, data: Uint8Array): Uint8Array {
  return crypto.createHmac("sha256", macKey(key)).update(data).digest();
}

export const digest: (text: string) => string =
  typeof crypto.hash === "function"
    ? (text) => crypto.hash("sha256", text, "base64url")
    : (text) => crypto.createHash("sha256").update(text).digest("base64url");

export function equal(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const isAscii = a.length === macLength && utf8.encodeInto(a, left).read === macLength;
  if (isAscii && utf8.encodeInto(b, right).read === macLength) return crypto.timingSafeEqual(left, right);
  return crypto.timingSafeEqual(Buffer.from(a, "utf16le"), Buffer.from(b, "utf16le"));
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
