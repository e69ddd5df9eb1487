import { type Awaitable, isPromise } from "@sess/core";

/** What `work` answers, or what `instead` makes of its error. Stays synchronous where `work` is. */
export function recover<T>(
  work: () => Awaitable<T>,
  instead: (error: unknown) => Awaitable<T>,
): Awaitable<T> {
  try {
    const answer = work();
    return isPromise(answer) ? answer.then((value) => value, instead) : answer;
  } catch (error) {
    return instead(error);
  }
}
