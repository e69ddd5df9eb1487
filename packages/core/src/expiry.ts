import { mostSeconds } from "./duration.ts";

/** What decides how long a session lives: how `setExpiry` was last called, or not at all. */
export interface Expiry {
  /**
   * `default`: the option `idle` · `seconds`: an idle lifetime of its own · `date`: a fixed end, nothing rolls ·
   * `browser`: until the browser closes, on the server like `default`.
   */
  readonly kind: "default" | "seconds" | "date" | "browser";
  /** The idle lifetime in milliseconds; with `date`, the end in epoch milliseconds. */
  readonly value: number;
}

/** The absolute lifetime in milliseconds, and whether `setAbsolute` gave this session one of its own. */
export interface Absolute {
  readonly own: boolean;
  readonly value: number;
}

/** The lifetimes of one session. */
export interface Lifetime {
  /** Epoch milliseconds of creation or the last login: where the absolute lifetime starts. */
  readonly startedAt: number;
  readonly expiry: Expiry;
  readonly absolute: Absolute;
}

/** Epoch milliseconds of the absolute end, which nothing but a login moves. */
export function absoluteEnd(life: Lifetime): number {
  return life.startedAt + life.absolute.value;
}

/** Epoch milliseconds that no touch passes: the absolute end, or the fixed date if that is earlier. */
export function endsAt(life: Lifetime): number {
  const end = absoluteEnd(life);
  return life.expiry.kind === "date" ? Math.min(life.expiry.value, end) : end;
}

/** The deadline of a session that was active at `now`. */
export function deadline(life: Lifetime, now: number): number {
  const end = endsAt(life);
  return life.expiry.kind === "date" ? end : Math.min(now + life.expiry.value, end);
}

/**
 * The deadline that a touch at `now` would set, or undefined where none is due: it must move the deadline by at least
 * `touchAfter` milliseconds (undefined: a twentieth of the session's own idle lifetime), and never backwards.
 */
export function touchDue(
  life: Lifetime,
  expiresAt: number,
  touchAfter: number | undefined,
  now: number,
): number | undefined {
  if (life.expiry.kind === "date") return undefined;
  const next = deadline(life, now);
  const least = touchAfter ?? life.expiry.value / 20;
  return next > expiresAt && next - expiresAt >= least ? next : undefined;
}

/** Epoch milliseconds of the last activity, as far as record tells: a touch leaves only the deadline behind. */
export function lastSeenAt(life: Lifetime, expiresAt: number, savedAt: number): number {
  return life.expiry.kind === "date" ? savedAt : Math.max(savedAt, expiresAt - life.expiry.value);
}

/** Whether the cookie outlives the browser. */
export function isPersistent(expiry: Expiry, byDefault: boolean): boolean {
  return expiry.kind === "default" ? byDefault : expiry.kind !== "browser";
}

/** The `Expiry` for an argument of `setExpiry`. Throws a `TypeError` for what is no time. */
export function expiryOf(value: number | Date | null, idle: number): Expiry {
  if (value === null) return { kind: "default", value: idle };
  if (value === 0) return { kind: "browser", value: idle };
  if (value instanceof Date && !Number.isNaN(value.getTime()))
    return { kind: "date", value: value.getTime() };
  if (typeof value === "number" && value > 0 && value <= mostSeconds) {
    return { kind: "seconds", value: Math.ceil(value * 1000) };
  }
  throw new TypeError(
    `[sess] setExpiry takes a positive number of seconds (at most 100 years), a valid Date, 0 (until the browser closes) or null (the default). Received ${String(value)}.`,
  );
}
