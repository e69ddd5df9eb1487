import { type Awaitable, isPromise, type ResponseFacts } from "@sess/core";

/** What waits for the head of a response. */
export interface HeadHook {
  /**
   * Called before the head goes out, at the end of a response whose head went out before, and once where the connection
   * closes without an end. What it returns is called right before the head goes, to set headers.
   */
  commit(facts: ResponseFacts): Awaitable<(() => void) | undefined>;
  /** Gets what `commit` failed with, to answer with it if the head is not out. */
  onError(error: unknown): void;
}

/** Why a response failed, and whom to tell. */
export interface Failure {
  readonly error: unknown;
  readonly hook: HeadHook;
}

/** Runs the commits of all hooks side by side. What they want to do to the head goes into `applies`. Never rejects. */
export function commitAll(
  hooks: readonly HeadHook[],
  facts: ResponseFacts,
  applies: (() => void)[],
): Awaitable<Failure | undefined> {
  let failure: Failure | undefined;
  let pending: PromiseLike<void>[] | undefined;
  for (const hook of hooks) {
    try {
      const result = hook.commit(facts);
      if (result === undefined) continue;
      if (isPromise(result)) {
        pending ??= [];
        pending.push(
          result.then(
            (apply) => {
              if (apply !== undefined) applies.push(apply);
            },
            (error: unknown) => {
              failure ??= { error, hook };
            },
          ),
        );
      } else {
        applies.push(result);
      }
    } catch (error) {
      failure ??= { error, hook };
    }
  }
  return pending === undefined ? failure : Promise.all(pending).then(() => failure);
}

/** Tells the hook. What it throws itself is an uncaught exception, and does not end up with whoever called. */
export function report({ hook, error }: Failure): void {
  try {
    hook.onError(error);
  } catch (thrown) {
    process.nextTick(() => {
      throw thrown;
    });
  }
}
