import { type CipherKey, cipherKey, decrypt, encrypt, mac, macKey } from "#platform";
import { type Awaitable, chain } from "./awaitable.ts";
import { decodeBase64url } from "./base64url.ts";

/** Encrypts text, that of each session under a key of its own. */
export interface Encryption {
  /** `bound` is what the text belongs to: it cannot be decrypted under any other. */
  seal(id: string, text: string, bound: string): Awaitable<string>;
  /** The text, or undefined where it is not authentic under any secret. */
  open(id: string, sealed: string, bound: string): Awaitable<string | undefined>;
}

const nonceBytes = 12;
const nonceLength = 16;

/**
 * AES-256-GCM under a key derived from a master key and the session's ID, with a random nonce for each text. The first of
 * `keys` (32 bytes each) seals, all open. `random` returns so many random bytes as base64url. For token stores, with
 * what a `TokenContext` has. Synchronous on Node.
 *
 * @example
 * declare const context: TokenContext; // what the store is given
 * const encryption = createEncryption(context.keys("store-mine"), context.random);
 * const sealed = await encryption.seal("id", "text", context.name);
 * await encryption.open("id", sealed, context.name); // "text"
 */
export function createEncryption(keys: readonly Uint8Array[], random: (bytes: number) => string): Encryption {
  const masters = keys.map(macKey);
  // A request that writes what it has read needs one key twice.
  let last: { readonly id: string; readonly index: number; readonly key: CipherKey } | undefined;
  const keyOf = (id: string, index: number) => {
    if (last?.id === id && last.index === index) return last.key;
    const key = cipherKey(decodeBase64url(mac(masters[index] as never, id)) as Uint8Array);
    last = { id, index, key };
    return key;
  };
  const openWith = (
    index: number,
    id: string,
    sealed: string,
    bound: string,
  ): Awaitable<string | undefined> => {
    if (index === masters.length) return undefined;
    const nonce = decodeBase64url(sealed.slice(0, nonceLength));
    if (nonce?.length !== nonceBytes) return undefined;
    return chain(decrypt(keyOf(id, index), nonce, sealed.slice(nonceLength), bound), (text) =>
      text === undefined ? openWith(index + 1, id, sealed, bound) : text,
    );
  };
  return {
    seal(id, text, bound) {
      const nonce = random(nonceBytes);
      return chain(
        encrypt(keyOf(id, 0), decodeBase64url(nonce) as Uint8Array, text, bound),
        (sealed) => nonce + sealed,
      );
    },
    open: (id, sealed, bound) => openWith(0, id, sealed, bound),
  };
}
