import { memoryStore, type OwnedRecord, type SessionRecord } from "@sess/core";
import { broken, type Good, type Sabotages } from "./broken.ts";

/** Stores that take one name for another. */
export const names: Sabotages = {
  "keys without case": [
    broken((good) => ({
      read: (key, now) => good.read(key.toLowerCase(), now),
      write: (key, record, expected, now) => good.write(key.toLowerCase(), record, expected, now),
      remove: (key) => good.remove(key.toLowerCase()),
    })),
    /keeps keys apart that differ by case/,
  ],
  "keys that are cut": [
    broken((good) => ({
      read: (key, now) => good.read(key.slice(0, 128), now),
      write: (key, record, expected, now) => good.write(key.slice(0, 128), record, expected, now),
      remove: (key) => good.remove(key.slice(0, 128)),
    })),
    /keeps keys apart that differ by case, length/,
  ],
  "keys on a prototype": [
    () => {
      const records: Record<string, SessionRecord> = {};
      const good = memoryStore();
      const live = (key: string, now: number) => {
        const record = records[key];
        return record !== undefined && record.expiresAt > now ? record : undefined;
      };
      return {
        abilities: { ...good.abilities, owners: false, sweeps: false },
        read: (key, now) => live(key, now) && { ...(live(key, now) as SessionRecord) },
        write(key, record, expected, now) {
          if (live(key, now)?.version !== expected) return false;
          records[key] = { ...record };
          return true;
        },
        remove(key) {
          delete records[key];
        },
      };
    },
    /keeps keys apart/,
  ],
  "owners without case": [
    broken((good) => ({
      listOwner: (owner, now) => withOwner(good, (whose) => whose.toLowerCase() === owner.toLowerCase(), now),
    })),
    /keeps owners apart that differ by case/,
  ],
  "owners as a pattern": [
    broken((good) => ({
      listOwner: (owner, now) =>
        withOwner(
          good,
          (whose) => (owner.endsWith("%") ? whose.startsWith(owner.slice(0, -1)) : whose === owner),
          now,
        ),
    })),
    /keeps owners apart that differ by case, accents, blanks or a wildcard/,
  ],
};

/** All sessions whose owner fits, among those that the suite's odd owners have. */
async function* withOwner(
  good: Good,
  fits: (owner: string) => boolean,
  now: number,
): AsyncGenerator<OwnedRecord> {
  for (let index = 0; index < 250; index++) {
    for (const key of [`k${index}`, `k${String(index).padStart(3, "0")}`]) {
      const record = good.read(key, now);
      if (record?.owner !== undefined && fits(record.owner)) yield { key, record };
    }
  }
}
