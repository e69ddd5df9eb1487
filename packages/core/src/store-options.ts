import { invalidOption } from "./errors.ts";

/**
 * Refuses options that are none of `names`: for those who write a store, so that a slip of the pen is found at start.
 *
 * @throws TypeError (`ERR_SESS_OPTION_INVALID`) naming the first such option
 *
 * @example
 * assertOptionNames({ prefix: "app" }, ["client", "prefix"]);
 */
export function assertOptionNames(options: object | null | undefined, names: readonly string[]): void {
  for (const [name, value] of Object.entries(options ?? {})) {
    if (!names.includes(name))
      throw invalidOption(name, `is no option: there are ${names.join(", ")}`, value);
  }
}

/**
 * Refuses a `maxBytes` that no store can keep to; undefined stands for no limit.
 *
 * @throws TypeError (`ERR_SESS_OPTION_INVALID`)
 *
 * @example
 * assertMaxBytes(1_000_000);
 */
export function assertMaxBytes(maxBytes: number | undefined): void {
  if (maxBytes === undefined || (Number.isSafeInteger(maxBytes) && maxBytes > 0)) return;
  throw invalidOption("maxBytes", "must be a positive number of bytes", maxBytes);
}
