import type { SessionRecord, SessionStore } from "@sess/core";

/** Options of `templateStore`. */
export interface TemplateStoreOptions {
  /** Where the records are kept. Your backend's ready client goes here; the store neither opens nor closes it. */
  readonly client: Map<string, SessionRecord>;
}

/** Sessions in a map: it works, and every behaviour of the suite holds. Put your backend in its place step by step. */
export function templateStore({ client }: TemplateStoreOptions): SessionStore {
  const live = (key: string, now: number) => {
    const record = client.get(key);
    return record !== undefined && record.expiresAt > now ? record : undefined;
  };
  return {
    // What is claimed here is tested, and nothing else: claim what is true.
    abilities: {
      atomicWrite: true,
      owners: false,
      sweeps: false,
      nativeExpiry: false,
      durable: false,
      shared: false,
      mayBeStale: false,
      maxBytes: undefined,
    },
    read(key, now) {
      const record = live(key, now);
      return record && { ...record };
    },
    // The comparison and the change must be one step of the backend: UPDATE … WHERE version = ?, a script, a transaction.
    write(key, record, expected, now) {
      if (live(key, now)?.version !== expected) return false;
      client.set(key, { ...record });
      return true;
    },
    remove(key) {
      client.delete(key);
    },
  };
}
