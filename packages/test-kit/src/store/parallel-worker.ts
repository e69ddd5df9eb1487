import type { Awaitable, SessionRecord, SessionStore } from "@sess/core";
import { type Adding, add } from "./adding.ts";

/** What a process is told. */
export type WorkerOrder =
  | { readonly open: unknown }
  | { readonly add: Adding }
  | { readonly insert: { readonly key: string; readonly record: SessionRecord; readonly now: number } };

/** What it answers: a count, a yes or no, or the error that it met. */
export type WorkerAnswer = { readonly result: number | boolean } | { readonly error: string };

/**
 * Makes this module a worker of `storeSuite`: one of several processes that work on the same records at once. Node
 * only. `open` makes the store from the `data` that the test gave.
 *
 * @example
 * // worker.ts, which the test names as `workers: { module: new URL("./worker.ts", import.meta.url), data: file }`
 * import { DatabaseSync } from "node:sqlite";
 * import { storeWorker } from "@sess/test-kit/store";
 * import { sqliteStore } from "@sess/store-sqlite";
 *
 * storeWorker((file) => sqliteStore({ client: new DatabaseSync(String(file)) }));
 */
export function storeWorker(open: (data: unknown) => Awaitable<SessionStore>): void {
  let opened: Promise<SessionStore> | undefined;
  const carryOut = async (order: WorkerOrder): Promise<number | boolean> => {
    if ("open" in order) opened = (async () => open(order.open))();
    const store = await opened;
    if (store === undefined) throw new Error("The worker was given work before a store.");
    if ("add" in order) return add(store, order.add);
    if ("open" in order) return true;
    const { key, record, now } = order.insert;
    return store.write(key, record, undefined, now);
  };
  process.on("message", (order: WorkerOrder) => {
    // The parent stops listening when another process has failed: then there is nobody to tell.
    const answer = (message: WorkerAnswer) => process.send?.(message, undefined, undefined, () => {});
    carryOut(order).then(
      (result) => answer({ result }),
      (error: unknown) =>
        answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  // The parent is gone or done. What the store holds open must not keep this process.
  process.on("disconnect", () => process.exit());
}
