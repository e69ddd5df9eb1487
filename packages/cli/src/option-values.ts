import { InvalidArgumentError } from "commander";

/** Parses an option that is a whole number above 0. */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("It must be a whole number above 0.");
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };

/** Parses an option that is a time, such as `90`, `90s` or `5m`, into milliseconds. */
export function duration(text: string): number {
  const [, digits, unit = "s"] = /^(\d+)([smh]?)$/.exec(text) ?? [];
  const milliseconds = Number(digits) * (unitSeconds[unit || "s"] as number) * 1_000;
  if (milliseconds > 0) return milliseconds;
  throw new InvalidArgumentError('It must be a number of seconds, or text like "90s", "5m" or "1h".');
}
