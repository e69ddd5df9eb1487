import { errorNumber } from "./mysql-dialect.ts";

/** A deadlock; and, where MariaDB's `innodb_snapshot_isolation` is on, a row that changed since it was read. */
const undone = [1213, 1020];

/** More than statements of one row each, and sweeps, can meet in a row. */
const attempts = 20;

/**
 * What `run` answers, again where the server chose it to break a deadlock: it has undone all of the statement then, so
 * that another attempt does nothing twice.
 */
export async function afterDeadlock<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt === attempts || !undone.includes(errorNumber(error))) throw error;
    }
  }
}
