import type { Awaitable } from "./awaitable.ts";
import { invalidOption } from "./errors.ts";

/** What a store keeps for one session. */
export interface SessionRecord {
  /** Unlike any other write's; compared for equality only. A touch leaves it. At most 32 characters of base64url. */
  readonly version: string;
  /** Epoch milliseconds from which on the record does not exist, swept or not. Moved by touches. */
  readonly expiresAt: number;
  /** Epoch milliseconds that no touch passes: how long an index entry may be needed. */
  readonly endsAt: number;
  /** Text without NUL. It means nothing to a store. */
  readonly data: string;
  /** Whose session it is, for stores that can list and remove by owner. */
  readonly owner?: string;
}

/** A record of an owner, with the key it is kept under. */
export interface OwnedRecord {
  /** The key, which is the public ID of the session. */
  readonly key: string;
  readonly record: SessionRecord;
}

/** What a store can do. The suites of `@sess/test-kit` test exactly what is claimed. */
export interface StoreAbilities {
  /**
   * `write` and `touch` compare and change in one indivisible step, also between processes. Without it, no store can
   * promise that parallel writes are kept and that destroyed sessions stay destroyed.
   */
  readonly atomicWrite: boolean;
  /** `listOwner` and `removeOwner` exist. */
  readonly owners: boolean;
  /** Expired records stay until `sweep` removes them. */
  readonly sweeps: boolean;
  /** The backend removes expired records by itself; `sweep` has nothing to do. */
  readonly nativeExpiry: boolean;
  /** What it keeps is still there after the process has ended. */
  readonly durable: boolean;
  /** Several processes can use the same records at once. */
  readonly shared: boolean;
  /** `read` may answer from a cache or a replica unless it is asked with `fresh`. */
  readonly mayBeStale: boolean;
  /** Bytes of UTF-8 that the `data` of a record may have, or undefined for no limit worth naming. */
  readonly maxBytes: number | undefined;
}

/**
 * A store by key: `read`, `write` and `remove` are all it must have. It holds no policy and no clock: it is given clean
 * keys (base64url, possibly behind a prefix), absolute deadlines and opaque text. An error means that the backend
 * failed; a missing record is none.
 *
 * @example
 * const records = new Map<string, SessionRecord>();
 * const live = (key: string, now: number) => {
 *   const record = records.get(key);
 *   return record && record.expiresAt > now ? record : undefined;
 * };
 * const store: SessionStore = {
 *   abilities: {
 *     atomicWrite: true, owners: false, sweeps: false, nativeExpiry: false,
 *     durable: false, shared: false, mayBeStale: false, maxBytes: undefined,
 *   },
 *   read: live,
 *   write(key, record, expected, now) {
 *     if (live(key, now)?.version !== expected) return false;
 *     records.set(key, record);
 *     return true;
 *   },
 *   remove(key) {
 *     records.delete(key);
 *   },
 * };
 */
export interface SessionStore {
  readonly abilities: StoreAbilities;
  /**
   * The record live at `now` (epoch milliseconds), or undefined: missing and expired are the same, and no error. Never
   * creates. `fresh` means: past any cache or replica; core asks so, where `abilities.mayBeStale` is claimed, before it
   * calls a session missing or a secret retired.
   */
  read(key: string, now: number, fresh?: boolean): Awaitable<SessionRecord | undefined>;
  /**
   * Keeps `record` only while the version live at `now` is `expected`; undefined means: only while there is no live
   * record. Says whether it did.
   */
  write(key: string, record: SessionRecord, expected: string | undefined, now: number): Awaitable<boolean>;
  /** Removes the record. Removing what is not there is no error. */
  remove(key: string): Awaitable<void>;
  /**
   * Moves `expiresAt` of the record that is live at `now` and of version `expected`, and nothing else. Never creates.
   * Says whether it did. Without it, core writes the whole record instead, under the same version.
   */
  touch?(key: string, expiresAt: number, expected: string, now: number): Awaitable<boolean>;
  /**
   * Removes at most `limit` records that expired before `now`, in one bounded step. Says how many; fewer than `limit`
   * means that none is left. (Core passes a `now` that is a minute behind its clock.)
   */
  sweep?(limit: number, now: number): Awaitable<number>;
  /** The sessions of an owner that are live at `now`, in no particular order. */
  listOwner?(owner: string, now: number): AsyncIterable<OwnedRecord>;
  /**
   * Removes those records that are still this owner's, but not the one under the key `except`. Resolves to the keys it
   * removed: a cache in front must forget them.
   */
  removeOwner?(owner: string, except?: string): Awaitable<readonly string[]>;
  /**
   * Releases what the store opened itself. The user's client stays open. Every later call fails with
   * `ERR_SESS_STORE_CLOSED`; closing twice is no error.
   */
  close?(): Awaitable<void>;
}

/**
 * What a token store needs to know about the manager that uses it. The same object for every call by one manager about
 * one cookie: what is made of its keys can be kept in a `WeakMap` under it.
 */
export interface TokenContext {
  /** The name of the cookie that carries the token: a token of one cookie must not work in another. */
  readonly name: string;
  /** 32 bytes derived from each secret for this purpose alone, newest first: the first seals, all open. */
  keys(purpose: string): readonly Uint8Array[];
  /** So many random bytes, as base64url. */
  random(bytes: number): string;
}

/** What a token holds. */
export interface OpenedToken {
  /** The public ID of the session. */
  readonly key: string;
  /** Undefined: the token is one that was sealed for this cookie, and past a deadline. */
  readonly record: SessionRecord | undefined;
}

/**
 * A store by token: nothing is kept on the server, the record travels in the cookie. It cannot keep promises that need
 * a place on the server: parallel writes overwrite each other, and a flushed session can be replayed until its deadline.
 */
export interface TokenStore {
  readonly abilities: StoreAbilities;
  /** How many cookies a token may be split over. Core splits and joins. */
  readonly maxCookies: number;
  /**
   * What is in the token, or undefined for one that is forged, cut or for another cookie. One that is past `expiresAt` or
   * `endsAt` at `now` has a key, and no record.
   */
  open(token: string, now: number, context: TokenContext): Awaitable<OpenedToken | undefined>;
  /** The token, in the characters of base64url, and dots. */
  seal(key: string, record: SessionRecord, context: TokenContext): Awaitable<string>;
  /**
   * Epoch milliseconds: core refuses the sessions of this owner that were created or last logged in before. Undefined:
   * none of them was revoked.
   */
  revokedBefore?(owner: string): Awaitable<number | undefined>;
  close?(): Awaitable<void>;
}

/** Whether `store` works by token. */
export function isTokenStore(store: SessionStore | TokenStore): store is TokenStore {
  return "seal" in store;
}

/** Refuses what cannot be a store, naming the first member that is missing. */
export function assertStore(store: SessionStore | TokenStore): void {
  if (typeof store !== "object" || store === null) throw invalidOption("store", "must be a store", store);
  const members = "seal" in store ? ["open", "seal"] : ["read", "write", "remove"];
  for (const member of members) {
    if (typeof store[member as keyof typeof store] !== "function") {
      throw invalidOption(
        "store",
        `must have the function \`${member}\``,
        store[member as keyof typeof store],
      );
    }
  }
  if (typeof store.abilities !== "object" || store.abilities === null) {
    throw invalidOption("store", "must say in `abilities` what it can do", store.abilities);
  }
}
