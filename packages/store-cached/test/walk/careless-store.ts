import type { Awaitable, SessionStore } from "@sess/core";

/** A cache as it is usually written: what was read is put in, and what has changed is taken out. */
export function carelessStore({ fast, slow }: { fast: SessionStore; slow: SessionStore }): SessionStore {
  const changed = async <T>(key: string, change: () => Awaitable<T>) => {
    const outcome = await change();
    await fast.remove(key);
    return outcome;
  };
  return {
    abilities: { ...slow.abilities, mayBeStale: true },
    async read(key, now, fresh) {
      const found = fresh ? undefined : await fast.read(key, now);
      if (found) return found;
      const record = await slow.read(key, now);
      if (record) await fast.write(key, record, undefined, now);
      return record;
    },
    write: (key, record, expected, now) => changed(key, () => slow.write(key, record, expected, now)),
    remove: (key) => changed(key, () => slow.remove(key)),
    touch: (key, expiresAt, expected, now) =>
      changed(key, () => slow.touch?.(key, expiresAt, expected, now) ?? false),
    removeOwner: async (owner) => {
      const keys = (await slow.removeOwner?.(owner)) ?? [];
      for (const key of keys) await fast.remove(key);
      return keys;
    },
  };
}
