import {
  type Awaitable,
  chain,
  createEncryption,
  createSigning,
  decodeBase64url,
  encodeBase64url,
  type TokenContext,
} from "@sess/core";

/** One way to write a token, under the keys and the cookie's name of one context. */
export interface TokenFormat {
  /** `text` of the session `key`, in characters of base64url and dots. */
  seal(key: string, text: string): Awaitable<string>;
  /** The session and its text, or undefined for a token that `seal` did not write for this cookie. */
  open(token: string): Awaitable<{ readonly key: string; readonly text: string } | undefined>;
}

// What a token begins with. A format that comes later begins with something else.
const encryptedMark = "1e";
const signedMark = "1s";

/** `1e.<key>.<nonce, ciphertext and tag>`: the session's ID is to be read, nothing else. */
export function encryptedFormat({ name, keys, random }: TokenContext): TokenFormat {
  const encryption = createEncryption(keys("store-cookie encrypted"), random);
  const bound = `${name}=${encryptedMark}`;
  return {
    seal: (key, text) =>
      chain(encryption.seal(key, text, bound), (sealed) => `${encryptedMark}.${key}.${sealed}`),
    open(token) {
      const [mark, key, sealed, more] = token.split(".");
      if (mark !== encryptedMark || key === undefined || sealed === undefined || more !== undefined)
        return undefined;
      return chain(encryption.open(key, sealed, bound), (text) =>
        text === undefined ? undefined : { key, text },
      );
    },
  };
}

const utf8 = new TextEncoder();
// Without `ignoreBOM`, a mark at the beginning would be lost.
const text8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** `1s.<key>.<text as base64url>.<MAC over the cookie's name and all that is before>` */
export function signedFormat({ name, keys }: TokenContext): TokenFormat {
  const signing = createSigning(keys("store-cookie signed"));
  return {
    seal(key, text) {
      const claim = `${signedMark}.${key}.${encodeBase64url(utf8.encode(text))}`;
      return `${claim}.${signing.sign(`${name}=${claim}`)}`;
    },
    open(token) {
      const [mark, key, body, mac, more] = token.split(".");
      if (mark !== signedMark || key === undefined || body === undefined || mac === undefined)
        return undefined;
      if (more !== undefined || signing.verify(`${name}=${mark}.${key}.${body}`, mac) === -1)
        return undefined;
      const bytes = decodeBase64url(body);
      return bytes && { key, text: text8.decode(bytes) };
    },
  };
}

/** Whether this is a token of the signed format, be it authentic or not. */
export function looksSigned(token: string): boolean {
  return token.startsWith(`${signedMark}.`);
}
