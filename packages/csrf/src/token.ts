import { decodeBase64url, encodeBase64url } from "@sess/core";

const bytes = 32;
const half = 43;

/**
 * A token for a MAC: a random mask, and the MAC under that mask. Each call gives another text, so that compressing a page
 * tells nothing about the MAC (BREACH).
 */
export function maskToken(mac: string): string {
  const mask = crypto.getRandomValues(new Uint8Array(bytes));
  return encodeBase64url(mask) + xor(mask, decodeBase64url(mac) as Uint8Array);
}

/** The MAC under the mask of a token, or undefined for what cannot be a token. */
export function unmaskToken(token: unknown): string | undefined {
  if (typeof token !== "string" || token.length !== 2 * half) return undefined;
  const mask = decodeBase64url(token.slice(0, half));
  const masked = decodeBase64url(token.slice(half));
  return mask === undefined || masked === undefined ? undefined : xor(mask, masked);
}

function xor(mask: Uint8Array, text: Uint8Array): string {
  return encodeBase64url(mask.map((byte, index) => byte ^ (text[index] as number)));
}
