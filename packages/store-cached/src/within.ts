import { SessError } from "@sess/core";

/** What `answer` resolves to, or `ERR_SESS_STORE_TIMEOUT` after so many milliseconds. A later answer is dropped. */
export function within<T>(answer: PromiseLike<T>, timeout: number, call: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `The fast tier did not answer ${call} within ${timeout} ms (option \`fastTimeout\`).`;
    timer = setTimeout(() => reject(new SessError("ERR_SESS_STORE_TIMEOUT", message)), timeout);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
