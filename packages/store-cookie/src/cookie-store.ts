import { chain, SessError, type TokenContext, type TokenStore } from "@sess/core";
import { type CookieStoreOptions, checkedOptions } from "./cookie-options.ts";
import { encryptedFormat, looksSigned, signedFormat, type TokenFormat } from "./token-format.ts";
import { decodeToken, encodeToken } from "./token-text.ts";

/** A store in the browser's cookies. */
export interface CookieStore extends TokenStore {
  close(): void;
}

/** Both formats, under the keys of one context. */
interface Formats {
  readonly encrypted: TokenFormat;
  readonly signed: TokenFormat;
}

/**
 * Sessions in the cookie itself: nothing is kept on the server. (Django: `signed_cookies`, and encrypted.) The token
 * holds both deadlines and works under the name of its cookie alone.
 *
 * What needs a place on the server, it cannot do: of parallel changes the last response wins, and a copy of a cookie goes
 * on working after a logout, until its deadline or until `revokedBefore` says otherwise.
 *
 * @throws TypeError for an unknown or impossible option
 *
 * @example
 * const revoked = new Map<string, number>(); // in your table of users
 *
 * const sessions = createSessions({
 *   secret: process.env.SESSION_SECRET ?? "",
 *   store: cookieStore({ revokedBefore: (owner) => revoked.get(owner) }),
 * });
 */
export function cookieStore(options: CookieStoreOptions = {}): CookieStore {
  const { encrypt, acceptSigned, maxCookies, revokedBefore } = checkedOptions(options);
  const formats = new WeakMap<TokenContext, Formats>();
  let isClosed = false;

  const formatsOf = (context: TokenContext): Formats => {
    if (isClosed) {
      throw new SessError(
        "ERR_SESS_STORE_CLOSED",
        "The cookie store was used after close(). Create a new one.",
      );
    }
    let made = formats.get(context);
    if (made === undefined) {
      made = { encrypted: encryptedFormat(context), signed: signedFormat(context) };
      formats.set(context, made);
    }
    return made;
  };

  return {
    abilities: Object.freeze({
      atomicWrite: false,
      owners: false,
      sweeps: false,
      nativeExpiry: true,
      durable: true,
      shared: true,
      mayBeStale: false,
      maxBytes: undefined,
    }),
    maxCookies,
    open(token, now, context) {
      const { encrypted, signed } = formatsOf(context);
      const opened = acceptSigned && looksSigned(token) ? signed.open(token) : encrypted.open(token);
      return chain(opened, (found) => found && decodeToken(found.key, found.text, now));
    },
    seal(key, record, context) {
      const { encrypted, signed } = formatsOf(context);
      return (encrypt ? encrypted : signed).seal(key, encodeToken(record));
    },
    ...(revokedBefore && {
      revokedBefore: (owner: string) => chain(revokedBefore(owner), checkedTime),
    }),
    close() {
      isClosed = true;
    },
  };
}

/** What is no time must not count as "not revoked". */
function checkedTime(time: number | undefined): number | undefined {
  if (time === undefined || (typeof time === "number" && !Number.isNaN(time))) return time;
  throw new TypeError(
    `[sess] "revokedBefore" must answer with epoch milliseconds or undefined. Received ${time === null ? "null" : typeof time}.`,
  );
}
