import type { SessionRecord, SessionStore } from "../../src/index.ts";

/** A store over a plain map that answers at once, the way DESIGN says: the whole of it, and nothing else. */
export function mapStore(): SessionStore {
  const records = new Map<string, SessionRecord>();
  const live = (key: string, now: number) => {
    const record = records.get(key);
    return record !== undefined && record.expiresAt > now ? record : undefined;
  };
  return {
    abilities: {
      atomicWrite: true,
      owners: true,
      sweeps: false,
      nativeExpiry: false,
      durable: false,
      shared: true,
      mayBeStale: false,
      maxBytes: undefined,
    },
    read: live,
    write(key, record, expected, now) {
      if (live(key, now)?.version !== expected) return false;
      records.set(key, record);
      return true;
    },
    remove(key) {
      records.delete(key);
    },
    touch(key, expiresAt, expected, now) {
      const record = live(key, now);
      if (record?.version !== expected) return false;
      records.set(key, { ...record, expiresAt });
      return true;
    },
    async *listOwner(owner, now) {
      for (const [key, record] of records)
        if (record.owner === owner && live(key, now)) yield { key, record };
    },
    removeOwner(owner, except) {
      const keys = [...records].filter(([key, record]) => record.owner === owner && key !== except);
      for (const [key] of keys) records.delete(key);
      return keys.map(([key]) => key);
    },
  };
}
