/**
 * Every code, with what it means and what to do about it. Codes never change between majors, messages may.
 * `docs/errors.md` is generated from this table.
 */
export const sessErrorCodes = {
  ERR_SESS_CONFLICT:
    "Two requests changed the same key and `onConflict` is `error`. Nothing was saved: reload and try again, or change the key with `update`, which never conflicts.",
  ERR_SESS_CSRF_REFUSED:
    "The request may have been forged by a page of another site: `@sess/csrf` refused it, and `reason` of the error says why. The user sends the form anew from a fresh page; for another origin of yours, see `trustedOrigins`; a route that no browser calls can be `exempt`.",
  ERR_SESS_DATA_INVALID:
    "The data does not satisfy `validate`. Nothing was saved; `issues` lists what the schema said.",
  ERR_SESS_DATA_TOO_LARGE:
    "The session is bigger than its store can keep (`abilities.maxBytes`). Keep big things elsewhere and their name in the session; the message lists the biggest keys.",
  ERR_SESS_DATA_UNSERIALIZABLE:
    "A value in the session cannot be written by the codec. The message names its key: store something the codec can keep, or give `codec` one that can keep more.",
  ERR_SESS_DETACHED:
    "A session from `fromHeaders` has no response, so it cannot be created, rotated, logged in or given another lifetime. Do that in an HTTP request.",
  ERR_SESS_GONE:
    "The session was flushed, revoked, rotated or logged in elsewhere while this request was working with it. Nothing was saved.",
  ERR_SESS_HEADERS_SENT:
    "The change needs a cookie (a new session, a rotation, a login, another lifetime) but the head of the response has been sent. Do it before the first byte of the body.",
  ERR_SESS_ID_TAKEN:
    "Several freshly drawn IDs were all taken: `random` does not return random bytes, or the store refuses every insert.",
  ERR_SESS_LOGIN_REFUSED:
    "The user has as many sessions as `maxSessions` of `@sess/auth` allows, or another login took the last place at the same moment. Nobody was logged in: tell the user to log out elsewhere, or to try again.",
  ERR_SESS_MOUNTED_TWICE:
    "Two managers on one request share a cookie name or a property. Give one of them another `cookie.name` and another `as`.",
  ERR_SESS_NOT_LOADED: "`load` is `lazy` and the session was used before `await session.load()`.",
  ERR_SESS_NOT_MOUNTED:
    "There is no session on this request: the middleware did not run, or `skip` left the request alone.",
  ERR_SESS_OPTION_INVALID:
    "An option is unknown or impossible. The message names it, what it got and what it takes.",
  ERR_SESS_STORE_CLOSED: "The store or its manager was used after `close()`.",
  ERR_SESS_STORE_FAILED:
    "The store's backend failed. `cause` is its own error. A read gave nothing; whether a write happened may be unknown: saving again finds out, and counts nothing twice.",
  ERR_SESS_STORE_FORMAT:
    "A record was written by a newer version of this library. It is never overwritten: update every process that shares the store.",
  ERR_SESS_STORE_NOT_MIGRATED:
    "The database has no table for sessions, or an older one. Call the store's `migrate()` when the server starts, or apply the SQL of its migrations.",
  ERR_SESS_STORE_TIMEOUT:
    "A call of the store took longer than `storeTimeout`. Whether a write happened is unknown.",
  ERR_SESS_STORE_UNSUPPORTED:
    "The store lacks an ability that this call needs. `docs/stores` has a table of what each store can do.",
} as const;

/** A stable name for one kind of failure. */
export type SessErrorCode = keyof typeof sessErrorCodes;

const statuses: Partial<Record<SessErrorCode, number>> = {
  ERR_SESS_CONFLICT: 409,
  ERR_SESS_CSRF_REFUSED: 403,
  // As Django's SessionInterrupted.
  ERR_SESS_GONE: 400,
  ERR_SESS_LOGIN_REFUSED: 409,
  ERR_SESS_STORE_CLOSED: 503,
  ERR_SESS_STORE_FAILED: 503,
  ERR_SESS_STORE_TIMEOUT: 503,
};

const marker = Symbol.for("sess.error");

/** What an error may carry besides its message. */
export interface SessErrorOptions {
  /** The error underneath, as the backend or the codec threw it. */
  readonly cause?: unknown;
  /** What a schema objected to. */
  readonly issues?: readonly unknown[];
}

/**
 * An error of this library that can happen in production. Programming mistakes are `TypeError`s instead.
 *
 * @example
 * try {
 *   await session.save();
 * } catch (error) {
 *   if (isSessError(error) && error.code === "ERR_SESS_GONE") response.redirect("/login");
 *   else throw error;
 * }
 */
export class SessError extends Error {
  override readonly name: string = "SessError";
  /** The stable name of what happened. */
  readonly code: SessErrorCode;
  /** The status for an error page, as Express and Koa read it off an error: 400, 403, 409, 503 or 500. */
  readonly status: number;
  /** What a schema objected to; only with `ERR_SESS_DATA_INVALID`. */
  readonly issues: readonly unknown[] | undefined;

  constructor(code: SessErrorCode, message: string, options?: SessErrorOptions) {
    super(`[sess] ${message}`, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = statuses[code] ?? 500;
    this.issues = options?.issues;
    Object.defineProperty(this, marker, { value: true });
  }
}

/**
 * Whether `error` is a `SessError`, also one of another copy of this package.
 *
 * @example
 * if (isSessError(error) && error.code === "ERR_SESS_STORE_FAILED") response.status(503);
 */
export function isSessError(error: unknown): error is SessError {
  return typeof error === "object" && error !== null && marker in error;
}

/** A short, safe picture of a received value for an error message: never more than 40 characters of it. */
export function received(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (value === null || value === undefined || typeof value === "boolean") return String(value);
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "function") return `a function`;
  if (typeof value === "symbol") return "a symbol";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const name = (value as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === "string" && name !== "Object" && name !== ""
    ? `an instance of ${name}`
    : "an object";
}

/**
 * The `TypeError` for an option that cannot be: names it, what it takes and what it got (`shown`, where it is secret).
 *
 * @example
 * throw invalidOption("prefix", "must be text that is not empty", 42);
 */
export function invalidOption(
  name: string,
  takes: string,
  value: unknown,
  shown: string = received(value),
): TypeError {
  const error = new TypeError(`[sess] "${name}" ${takes}. Received ${shown}.`);
  return Object.assign(error, { code: "ERR_SESS_OPTION_INVALID" satisfies SessErrorCode });
}
