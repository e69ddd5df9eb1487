import type { SessionRecord, SessionStore } from "@sess/core";

/** The smallest store with owners and touches: a walk makes two of them, thousands of times. */
export function mapStore(): SessionStore {
  const records = new Map<string, SessionRecord>();
  const live = (key: string, now: number) => {
    const record = records.get(key);
    return record && record.expiresAt > now ? record : undefined;
  };
  return {
    abilities: {
      atomicWrite: true,
      owners: true,
      sweeps: false,
      nativeExpiry: false,
      durable: false,
      shared: false,
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
      if (record?.version !== expected || record === undefined) return false;
      records.set(key, { ...record, expiresAt });
      return true;
    },
    async *listOwner() {},
    removeOwner(owner) {
      const keys = [...records].filter(([, record]) => record.owner === owner).map(([key]) => key);
      for (const key of keys) records.delete(key);
      return keys;
    },
  };
}
