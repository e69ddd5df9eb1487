import { type Awaitable, assertOptionNames, invalidOption } from "@sess/core";

/** Options of `cookieStore`. */
export interface CookieStoreOptions {
  /**
   * Whether the browser's user cannot read the session. False: it is signed only, so that everybody who has the cookie
   * can read it and nobody can change it; tokens that were encrypted before still open. `{ acceptSigned: true }`
   * encrypts and still opens tokens that were only signed: for the time of a switch, because somebody who reads such a
   * cookie goes on reading it until it is written again.
   * @default true
   */
  readonly encrypt?: boolean | { readonly acceptSigned: true };
  /**
   * How many cookies of 4096 bytes a session may be split over, from 1 to 35. They are sent with every request, and
   * servers refuse a request whose head is too big: nginx and Apache a line of 8 KB (all cookies of a site are one line),
   * Node a head of 16 KB. Such a browser is locked out until it forgets the cookies.
   * @default 1
   */
  readonly maxCookies?: number;
  /**
   * The time, in epoch milliseconds, before which the sessions of this owner were revoked: those that were created or
   * last logged in before it are refused. Undefined: none was. Asked for each request that brings a session with an
   * owner; where it throws, or answers anything else, the session counts as unreadable and not as logged out.
   * @default none: nothing can end a session before its deadline
   */
  readonly revokedBefore?: (owner: string) => Awaitable<number | undefined>;
}

/** The options with their defaults. */
export interface CheckedCookieStoreOptions {
  readonly encrypt: boolean;
  readonly acceptSigned: boolean;
  readonly maxCookies: number;
  readonly revokedBefore: CookieStoreOptions["revokedBefore"];
}

const names = ["encrypt", "maxCookies", "revokedBefore"];

/** The number that core splits over at most. */
const mostCookies = 35;

/** The options with their defaults. Throws a `TypeError` for an unknown or impossible one. */
export function checkedOptions(options: CookieStoreOptions): CheckedCookieStoreOptions {
  if (typeof options !== "object" || options === null) {
    throw invalidOption("options", "must be an object", options);
  }
  assertOptionNames(options, names);
  const { encrypt = true, maxCookies = 1, revokedBefore } = options;
  const acceptSigned = typeof encrypt === "object" && encrypt?.acceptSigned === true;
  if (typeof encrypt !== "boolean" && !acceptSigned) {
    throw invalidOption("encrypt", "must be true, false or { acceptSigned: true }", encrypt);
  }
  if (!Number.isInteger(maxCookies) || maxCookies < 1 || maxCookies > mostCookies) {
    throw invalidOption("maxCookies", `must be an integer from 1 to ${mostCookies}`, maxCookies);
  }
  if (revokedBefore !== undefined && typeof revokedBefore !== "function") {
    throw invalidOption("revokedBefore", "must be a function", revokedBefore);
  }
  return { encrypt: encrypt !== false, acceptSigned: acceptSigned || !encrypt, maxCookies, revokedBefore };
}
