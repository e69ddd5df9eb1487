/** A value, or a promise of one. A synchronous store stays synchronous: what is no promise is never awaited. */
export type Awaitable<T> = T | PromiseLike<T>;

/**
 * Whether `value` has to be awaited.
 *
 * @example
 * isPromise(Promise.resolve(1)); // true
 */
export function isPromise<T>(value: Awaitable<T>): value is PromiseLike<T> {
  return (
    typeof value === "object" &&
    value !== null &&
    "then" in value &&
    typeof (value as { then: unknown }).then === "function"
  );
}

/**
 * `next(value)`, at once where `value` is here, otherwise when it has come.
 *
 * @example
 * chain(store.read("key", Date.now()), (record) => record?.owner);
 */
export function chain<T, U>(value: Awaitable<T>, next: (value: T) => Awaitable<U>): Awaitable<U> {
  return isPromise(value) ? value.then(next) : next(value);
}
