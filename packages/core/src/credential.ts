import type { Keyring } from "./keyring.ts";

/** What a cookie of ours says: which session, by which secret, issued in which epoch. */
export interface Credential {
  readonly id: string;
  readonly secret: string;
  readonly epoch: number;
  /** Which signing secret vouches for it: 0 is the newest. */
  readonly signer: number;
}

/** Bytes of an ID (22 characters) and of a secret (32 characters). */
export const idBytes = 16;
export const secretBytes = 24;

// id.secret.epoch.mac: the first two parts and the last one have fixed lengths.
const idEnd = 22;
const secretEnd = idEnd + 1 + 32;
const macLength = 43;
const shortest = secretEnd + 1 + 1 + 1 + macLength;
const longest = shortest + 7;

/** Whether dots stand where they must. What is between them, the MAC vouches for. */
function hasShape(value: string): boolean {
  return (
    value.length >= shortest &&
    value.length <= longest &&
    value[idEnd] === "." &&
    value[secretEnd] === "." &&
    value[value.length - 1 - macLength] === "."
  );
}

/** The cookie value for a session. The MAC covers the cookie's name, so that a value works in no other cookie. */
export function encodeCredential(
  keyring: Keyring,
  cookie: string,
  id: string,
  secret: string,
  epoch: number,
): string {
  const claim = `${id}.${secret}.${epoch.toString(36)}`;
  return `${claim}.${keyring.sign(`${cookie}=${claim}`)}`;
}

/**
 * The credential in a cookie value, or undefined for anything that we did not issue under this cookie name: refused by
 * its shape where possible, by its MAC otherwise, and always before a store is asked.
 */
export function decodeCredential(keyring: Keyring, cookie: string, value: string): Credential | undefined {
  if (!hasShape(value)) return undefined;
  const claim = value.slice(0, -1 - macLength);
  const signer = keyring.verify(`${cookie}=${claim}`, value.slice(-macLength));
  if (signer === -1) return undefined;
  return {
    id: value.slice(0, idEnd),
    secret: value.slice(idEnd + 1, secretEnd),
    epoch: Number.parseInt(claim.slice(secretEnd + 1), 36),
    signer,
  };
}
