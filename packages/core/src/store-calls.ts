import { type Awaitable, isPromise } from "./awaitable.ts";
import { isSessError, SessError } from "./errors.ts";
import type { Emit } from "./events.ts";

/** Calls of a store: bounded in time, with one kind of error. */
export interface StoreCalls {
  /** What `call` answers. Throws `ERR_SESS_STORE_FAILED` or `ERR_SESS_STORE_TIMEOUT`; the event `error` is told. */
  run<T>(name: string, id: string | undefined, call: () => Awaitable<T>): Awaitable<T>;
  /** The same bound for a whole save with its retries. `work` is told by the signal that nobody waits any more. */
  within<T>(id: string, work: (expired: { readonly value: boolean }) => Promise<T>): Promise<T>;
}

export function createStoreCalls(timeout: number, emit: Emit): StoreCalls {
  const fail = (name: string, id: string | undefined, cause: unknown): SessError => {
    const error = isSessError(cause)
      ? cause
      : new SessError(
          "ERR_SESS_STORE_FAILED",
          `The store failed in ${name}: ${cause instanceof Error ? cause.message : String(cause)}`,
          { cause },
        );
    emit("error", () => (id === undefined ? { error } : { id, error }));
    return error;
  };
  const late = (name: string): SessError =>
    new SessError(
      "ERR_SESS_STORE_TIMEOUT",
      `The store did not answer ${name} within ${timeout} ms (option \`storeTimeout\`). Whether a write happened is unknown.`,
    );
  return {
    run(name, id, call) {
      let answer: ReturnType<typeof call>;
      try {
        answer = call();
      } catch (cause) {
        throw fail(name, id, cause);
      }
      if (!isPromise(answer)) return answer;
      return race(answer, timeout, () => late(name)).catch((cause) => {
        throw fail(name, id, cause);
      });
    },
    within(id, work) {
      const expired = { value: false };
      return race(work(expired), timeout, () => {
        expired.value = true;
        const error = late("a save with its retries");
        emit("error", () => ({ id, error }));
        return error;
      });
    },
  };
}

function race<T>(answer: PromiseLike<T>, timeout: number, late: () => SessError): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), timeout);
    answer.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
