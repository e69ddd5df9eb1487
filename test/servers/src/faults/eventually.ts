import { setTimeout as sleep } from "node:timers/promises";
import { isSessError } from "@sess/core";

/** How long one request may take at the very most, in milliseconds: far above any `storeTimeout` here. */
const endless = 10_000;

/** Tries for `patience` milliseconds until `attempt` succeeds, and gives its answer. A `fatal` error ends it at once. */
export async function eventually<T>(
  what: string,
  patience: number,
  attempt: () => Promise<T>,
  fatal: (error: unknown) => boolean = () => false,
): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await bounded(attempt());
    } catch (error) {
      if (fatal(error)) throw error;
      if (Date.now() > deadline) {
        throw new Error(`Expected: ${what}, within ${patience / 1_000} seconds. It did not.`, {
          cause: error,
        });
      }
    }
    await sleep(20);
  }
}

/** The answer, or an error for one that does not come. */
export async function bounded<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const never = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`It hangs: no answer in ${endless / 1_000} seconds.`)),
      endless,
    );
  });
  return Promise.race([answer, never]).finally(() => clearTimeout(timer));
}

/** Whether it is the error of a store that cannot be reached, which a page shows as a 503. */
export function isUnavailable(error: unknown): boolean {
  return (
    isSessError(error) &&
    (error.code === "ERR_SESS_STORE_FAILED" || error.code === "ERR_SESS_STORE_TIMEOUT") &&
    error.status === 503
  );
}

/** Whether it is the error of a database that has no tables. */
export function isNotMigrated(error: unknown): boolean {
  return isSessError(error) && error.code === "ERR_SESS_STORE_NOT_MIGRATED";
}
