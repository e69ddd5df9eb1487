import { SessError } from "@sess/core";

/** What `answer` resolves to, or `ERR_SESS_STORE_TIMEOUT` after so many milliseconds. A later answer is dropped. */
export function within<T>(answer: PromiseLike<T>, timeout: number, call: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const message = `The fast tier did not answer ${call} within ${timeout} ms (option \`fastTimeout\`).`;
      reject(new SessError("ERR_SESS_STORE_TIMEOUT", message));
    }, timeout);
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
