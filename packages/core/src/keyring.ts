import { invalidOption } from "./errors.ts";
import { expand, extract } from "./hkdf.ts";
import { createSigning, type Signing } from "./signing.ts";
import { weaknessOf } from "./weak-secret.ts";

/** The signing secrets, newest first, each with a key of its own for every purpose. */
export interface Keyring extends Signing {
  /**
   * 32 bytes from each secret for `purpose` alone, newest first (HKDF-SHA256, RFC 5869). Who knows the keys of one
   * purpose knows nothing about the secret or about another purpose.
   */
  derive(purpose: string): readonly Uint8Array[];
}

const utf8 = new TextEncoder();

// Changing either changes every key: every cookie out there would stop working.
const salt = utf8.encode("@sess/core keyring 1");
const cookiePurpose = "cookie mac";

/**
 * Makes the keyring of the option `secret`: a string, or a non-empty array of strings with the newest first. The first
 * signs, all verify; so a secret is replaced by putting the new one in front and taking the old one away when its
 * cookies have ended.
 *
 * @throws TypeError (`ERR_SESS_OPTION_INVALID`) naming `secret`, never showing it, for what is missing, shorter than 32
 * bytes of UTF-8, a placeholder, or there twice.
 *
 * @example
 * const keyring = createKeyring(process.env.SESSION_SECRET);
 * keyring.verify("text", keyring.sign("text")); // 0
 */
export function createKeyring(secret: unknown): Keyring {
  const roots = secretsOf(secret).map((text) => extract(salt, utf8.encode(text)));
  const derive = (purpose: string) => roots.map((root) => expand(root, utf8.encode(purpose), 32));
  return { derive, ...createSigning(derive(cookiePurpose)) };
}

function secretsOf(secret: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(secret) ? secret : [secret];
  if (list.length === 0) {
    throw invalidOption("secret", "must hold at least one string", secret);
  }
  return list.map((entry, i) => {
    const name = Array.isArray(secret) ? `secret[${i}]` : "secret";
    if (typeof entry !== "string") {
      throw invalidOption(name, `must be a string of at least 32 random bytes. ${advice}`, entry);
    }
    const weakness = list.indexOf(entry) < i ? "is there twice" : weaknessOf(entry);
    if (weakness === undefined) return entry;
    // Not the text itself: errors end up in logs.
    throw invalidOption(name, `${weakness}. ${advice}`, entry, `${utf8.encode(entry).length} bytes`);
  });
}

const advice = "Make one with `openssl rand -base64 32` and keep it out of the source";
