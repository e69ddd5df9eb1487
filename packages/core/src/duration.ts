import { invalidOption } from "./errors.ts";

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
/** 100 years: whatever is longer is a mistake, and would not fit the numbers of a record. */
export const mostSeconds: number = 36_525 * 86_400;

/**
 * The milliseconds of a duration that a user wrote: a number of seconds, or text such as `"90s"`, `"30m"`, `"12h"`,
 * `"14d"`, `"4w"`.
 *
 * @throws TypeError (`ERR_SESS_OPTION_INVALID`) naming `option` for anything else, for less than a millisecond and for
 * more than 100 years.
 *
 * @example
 * parseDuration("idle", "30m"); // 1_800_000
 */
export function parseDuration(option: string, value: unknown): number {
  const milliseconds = Math.round(secondsOf(value) * 1000);
  if (milliseconds >= 1 && milliseconds <= mostSeconds * 1000) return milliseconds;
  throw invalidOption(
    option,
    'must be a positive number of seconds or text like "90s", "30m", "12h", "14d", "4w", of at most 100 years',
    value,
  );
}

function secondsOf(value: unknown): number {
  if (typeof value === "number") return value;
  const match = typeof value === "string" ? /^(\d+)([smhdw])$/.exec(value) : null;
  return match ? Number(match[1]) * (unitSeconds[match[2] as string] as number) : Number.NaN;
}
