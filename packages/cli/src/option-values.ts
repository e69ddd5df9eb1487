import { parseDuration } from "@sess/core";
import { InvalidArgumentError } from "commander";

/** Parses an option that is a whole number above 0. */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("It must be a whole number above 0.");
}

/** Parses an option that is a time, such as `90`, `90s` or `5m`, into milliseconds. */
export function duration(text: string): number {
  try {
    return parseDuration("time", /^\d+$/.test(text) ? Number(text) : text);
  } catch {
    throw new InvalidArgumentError('It must be a number of seconds, or text like "90s", "5m" or "1h".');
  }
}
