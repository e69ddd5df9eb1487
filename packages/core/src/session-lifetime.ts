import type { DefaultData } from "./data.ts";
import { mostSeconds } from "./duration.ts";
import {
  absoluteEnd,
  deadline,
  type Expiry,
  expiryOf,
  isPersistent,
  type Lifetime,
  lastSeenAt,
} from "./expiry.ts";
import type { Snapshot } from "./record.ts";
import { changesOf, type SessionBase, stateOf } from "./session-base.ts";
import { SessionDictionary } from "./session-dictionary.ts";

/** How long the session lives. */
export class SessionLifetime<Data extends object = DefaultData> extends SessionDictionary<Data> {
  /**
   * How long this session lives without activity: seconds, which roll with every use; a `Date`, which is fixed; 0 until
   * the browser closes; null for the default again. Bounded by the absolute lifetime. Throws a `TypeError` for NaN, a
   * negative number, more than 100 years or an invalid date.
   */
  setExpiry(value: number | Date | null): void {
    const expiry = expiryOf(value, stateOf(this).engine.settings.idle);
    stateOf(this).use();
    changesOf(this).expiry = expiry;
  }

  /** An absolute lifetime of its own for this session, in seconds from its creation or login: "remember me". */
  setAbsolute(seconds: number): void {
    if (typeof seconds !== "number" || !(seconds > 0 && seconds <= mostSeconds)) {
      throw new TypeError(
        `[sess] setAbsolute takes a positive number of seconds, at most 100 years. Received ${String(seconds)}.`,
      );
    }
    stateOf(this).use();
    changesOf(this).absolute = { own: true, value: Math.ceil(seconds * 1000) };
  }

  /** Seconds until the deadline, as the session would be saved now. */
  get expiryAge(): number {
    const now = nowOf(this);
    return Math.floor((deadline(lifetimeOf(this, now), now) - now) / 1000);
  }

  /** The deadline, as the session would be saved now. */
  get expiryDate(): Date {
    const now = nowOf(this);
    return new Date(deadline(lifetimeOf(this, now), now));
  }

  /** Whether the cookie ends with the browser. */
  get expiresAtBrowserClose(): boolean {
    return !isPersistent(lifetimeOf(this, nowOf(this)).expiry, stateOf(this).engine.settings.persistent);
  }

  /** Seconds since the last login, or since the creation where there was none; 0 in the request of a login. */
  get age(): number {
    const now = nowOf(this);
    return Math.floor((now - lifetimeOf(this, now).startedAt) / 1000);
  }

  /** When the session was created, in epoch milliseconds; undefined before its first save. */
  get createdAt(): number | undefined {
    return storedOf(this)?.header.createdAt;
  }

  /** The last activity that was recorded, in epoch milliseconds: exact to within `touchAfter`. */
  get lastSeenAt(): number | undefined {
    const stored = storedOf(this);
    return stored && lastSeenAt(stored.header, stored.record.expiresAt, stored.header.savedAt);
  }

  /** The deadline as it is stored now, in epoch milliseconds, so that a page can warn before it. */
  get expiresAt(): number | undefined {
    return storedOf(this)?.record.expiresAt;
  }

  /** The absolute end as it is stored now, in epoch milliseconds. */
  get absoluteExpiresAt(): number | undefined {
    const stored = storedOf(this);
    return stored && absoluteEnd(stored.header);
  }
}

function nowOf(session: SessionBase): number {
  const state = stateOf(session);
  state.use();
  return state.engine.settings.clock();
}

/** The record as it is stored now. */
function storedOf(session: SessionBase): Snapshot | undefined {
  const state = stateOf(session);
  state.use();
  return state.base;
}

/** The lifetimes as they would be saved at `now`. */
function lifetimeOf(session: SessionBase, now: number): Lifetime {
  const { base, engine, pending } = stateOf(session);
  const { absolute, idle } = engine.settings;
  const life: { expiry: Expiry; absolute: Lifetime["absolute"] } = {
    expiry: base?.header.expiry ?? { kind: "default", value: idle },
    absolute: base?.header.absolute ?? { own: false, value: absolute },
  };
  let startedAt = base?.header.startedAt ?? now;
  for (const changes of pending) {
    life.expiry = changes.expiry ?? life.expiry;
    life.absolute = changes.absolute ?? life.absolute;
    if (changes.rotation === "login") startedAt = now;
  }
  return { startedAt, ...life };
}
