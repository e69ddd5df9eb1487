import { SessError, type SessionRecord, type SessionStore } from "@sess/core";
import { createKeyQueue } from "./key-queue.ts";
import { createKeyvCalls } from "./keyv-calls.ts";
import { checkedOptions, type KeyvStoreOptions } from "./keyv-options.ts";
import { parseRecord, recordText } from "./record-text.ts";

/** How long a record stays behind its deadline, in milliseconds: the clocks of several machines differ. */
const grace = 60_000;

/**
 * Sessions in any storage that Keyv 5 or 6 speaks to: memcached, etcd, DynamoDB, MongoDB and more. For Redis,
 * PostgreSQL, MySQL and SQLite take their own stores, which keep every promise.
 *
 * **Keyv can only get and set, so a write is not atomic between processes.** Within one process, writes and removals of
 * a session wait for each other. Where several processes serve one session at the same moment, the later write can
 * undo the earlier one, and a write under way can bring back a session that another process destroyed. Sessions cannot
 * be listed or revoked by owner.
 *
 * A failing storage is an error, never an empty one: Keyv answers a failure with undefined or false and emits it, and
 * the store listens.
 *
 * @throws TypeError for an unknown or impossible option, and for a Keyv 5 without `throwOnErrors: true`
 *
 * @example
 * import Keyv from "keyv";
 *
 * const store = keyvStore({ client: new Keyv({ namespace: "sessions" }) });
 */
export function keyvStore(options: KeyvStoreOptions): SessionStore {
  const { client, owned, durable, shared, nativeExpiry, maxBytes, maxTtl } = checkedOptions(options);
  const calls = createKeyvCalls(client);
  const inTurn = createKeyQueue();
  let closed = false;

  async function call<T>(ask: () => Promise<T>, proof?: (answer: T) => boolean): Promise<T> {
    if (!closed) return calls.run(ask, proof);
    throw new SessError("ERR_SESS_STORE_CLOSED", "The Keyv store was used after close(). Create a new one.");
  }

  async function live(key: string, now: number): Promise<SessionRecord | undefined> {
    const found = await call(
      async () => (await client.get(nameOf(key))) ?? undefined,
      (value) => value !== undefined,
    );
    if (found === undefined) return undefined;
    const record = parseRecord(key, found);
    return record.expiresAt > now ? record : undefined;
  }

  async function keep(key: string, record: SessionRecord, now: number): Promise<void> {
    const ttl = Math.max(record.expiresAt - now, 0) + grace;
    const lasting = maxTtl !== undefined && ttl > maxTtl * 1_000;
    const kept = await call(() => client.set(nameOf(key), recordText(record), lasting ? 0 : ttl));
    if (kept) return;
    throw new SessError(
      "ERR_SESS_STORE_FAILED",
      "The Keyv store failed: the storage answered that it did not keep a record.",
    );
  }

  return {
    abilities: Object.freeze({
      atomicWrite: false,
      owners: false,
      sweeps: false,
      nativeExpiry,
      durable,
      shared,
      mayBeStale: false,
      maxBytes,
    }),
    read: live,
    write: (key, record, expected, now) =>
      inTurn(key, async () => {
        if ((await live(key, now))?.version !== expected) return false;
        await keep(key, record, now);
        return true;
      }),
    remove: (key) =>
      inTurn(key, async () => {
        await call(() => client.delete(nameOf(key)));
      }),
    async close() {
      if (closed) return;
      closed = true;
      calls.stop();
      if (owned) await client.disconnect();
    },
  };
}

/** Apart from whatever else is in the Keyv, and never beginning with a prefix that Keyv 5 takes for its own namespace. */
function nameOf(key: string): string {
  return `sess:${key}`;
}
