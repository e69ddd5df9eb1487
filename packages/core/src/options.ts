import type { Codec } from "./codec.ts";
import type { DefaultData } from "./data.ts";
import type { Listeners } from "./events.ts";
import type { RandomSource } from "./random.ts";
import type { CookieOptions } from "./set-cookie.ts";
import type { StandardSchema } from "./standard-schema.ts";
import type { SessionStore, TokenStore } from "./store.ts";

/** Seconds as a number, or text with a unit: `"90s"`, `"30m"`, `"12h"`, `"14d"`, `"4w"`. */
export type Duration = number | string;

/**
 * The lifetimes of NIST SP 800-63B-4 by assurance level: `aal1` 30 days, `aal2` 24 hours with 1 hour of idleness, `aal3`
 * 12 hours with 15 minutes.
 */
export type LifetimePreset = "aal1" | "aal2" | "aal3";

/** A few short strings about where a session is used, for lists of devices. */
export type Device = Readonly<Record<string, string>>;

/**
 * The options of `createSessions` and of every adapter's `session`. All are checked once, at start. `Request` is what
 * the adapter hands to the functions among them: the framework's own request or context.
 */
export interface SessionOptions<Data extends object = DefaultData, Request = never> {
  /**
   * Signing secrets of at least 32 bytes: one, or several with the newest first. The first signs, all verify; a cookie
   * under an older one is issued anew when its session is used. Keys for each purpose are derived apart (HKDF).
   */
  readonly secret: string | readonly string[];
  /**
   * Where sessions are kept.
   * @default memoryStore(), with one warning in production: it forgets everything when the process ends
   */
  readonly store?: SessionStore | TokenStore;
  /** Name and attributes of the cookie. */
  readonly cookie?: CookieOptions;
  /**
   * How long a session lives without activity. Rolls with every use.
   * @default "14d"
   */
  readonly idle?: Duration;
  /**
   * How long a session lives from its creation or login, whatever happens; nothing else moves this end. A preset sets
   * `idle` too, and then `idle` may only be shorter.
   * @default "30d"
   */
  readonly absolute?: Duration | LifetimePreset;
  /**
   * Reading the session counts as activity. False: only a save moves the deadline (Django's default).
   * @default true
   */
  readonly rolling?: boolean;
  /**
   * A touch is due when it would move the deadline by at least this. 0 = at every use (Django's
   * `SESSION_SAVE_EVERY_REQUEST`): exact to the second, and one write a request.
   * @default 5 % of the session's own idle lifetime
   */
  readonly touchAfter?: Duration;
  /**
   * The secret is renewed by itself when it is older than this; the old one goes on working for `rotateGrace` after the
   * new one was first seen (OWASP Session Management, renewal timeout).
   * @default never
   */
  readonly rotateEvery?: Duration;
  /**
   * How long a replaced secret is accepted after its successor was first presented, so that requests under way are not
   * logged out.
   * @default 10 seconds
   */
  readonly rotateGrace?: Duration;
  /**
   * What happens when a secret comes back that the session has retired: `report` tells `on.replayed`, `revoke` ends the
   * session as well, for the thief and for the owner.
   * @default "report"
   */
  readonly onReplay?: "report" | "revoke";
  /**
   * `eager`: a request with a valid cookie reads its session before the handler. `lazy`: only `await session.load()`
   * does, and touching data before that throws `ERR_SESS_NOT_LOADED`.
   * @default "eager"
   */
  readonly load?: "eager" | "lazy";
  /**
   * Save also where the response has a status of 500 or more (Django never does).
   * @default false
   */
  readonly saveOnError?: boolean;
  /**
   * When the record vanished while the handler ran (a logout elsewhere): `drop` keeps the response, drops the change,
   * sends no cookie and tells `on.gone`; `error` fails the request with `ERR_SESS_GONE`, as Django does with a 400.
   * @default "drop"
   */
  readonly onGone?: "drop" | "error";
  /**
   * When two requests changed the same key by `set`: `merge` lets the last one win and tells `on.conflict`, `error` fails
   * the later request with `ERR_SESS_CONFLICT`. Different keys, and `update`, never conflict.
   * @default "merge"
   */
  readonly onConflict?: "merge" | "error";
  /**
   * Add `Vary: Cookie` and at least `Cache-Control: private` where the session was used, and `no-store` beside our
   * `Set-Cookie` (RFC 9111 section 7.3: a Set-Cookie alone does not stop a cache). What is there is extended, never
   * weakened.
   * @default true
   */
  readonly cacheHeaders?: boolean;
  /**
   * How data becomes text. `superjson` and `devalue` fit as they are.
   * @default JSON, refusing what it cannot keep
   */
  readonly codec?: Codec;
  /**
   * A Standard Schema (zod, valibot, arktype, …) for the data. It checks and does not transform: top-level keys that
   * fail are dropped on loading and told to `on.invalid`; before a save a failure throws `ERR_SESS_DATA_INVALID`.
   */
  readonly validate?: StandardSchema<unknown, Data>;
  /**
   * Encrypt the data at rest with AES-256-GCM, under a key of its own for each session and bound to ID, owner and end.
   * `{ acceptPlain: true }` still reads records from before the switch.
   * @default false
   */
  readonly encrypt?: boolean | { readonly acceptPlain: true };
  /**
   * How long one call of the store, and one save with all its retries, may take.
   * @default 5 seconds
   */
  readonly storeTimeout?: Duration;
  /**
   * A few short strings about the request (user agent, address, place), kept at creation and login for lists of devices.
   * At most 8, cut to 256 characters each.
   */
  readonly device?: (request: Request) => Device;
  /**
   * Whether a request came over https, where neither the connection nor a proxy that the framework trusts says so.
   */
  readonly secure?: (request: Request) => boolean;
  /** Leaves a request alone: no session is put on it. */
  readonly skip?: (request: Request) => boolean;
  /**
   * The property (Express, Koa) or variable (Hono) that holds the session; another one for each further manager.
   * @default "session"
   */
  readonly as?: string;
  /** Told what happens to sessions. Never a secret or a cookie. Also on `node:diagnostics_channel` as `sess:<event>`. */
  readonly on?: Listeners;
  /**
   * The time in epoch milliseconds. Everything that depends on time uses it.
   * @default Date.now
   */
  readonly clock?: () => number;
  /**
   * Fills the array with random bytes that nobody can predict.
   * @default the platform's generator
   */
  readonly random?: RandomSource;
}
