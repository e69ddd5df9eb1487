import { broken, type Sabotages } from "./broken.ts";

/** Stores that are wrong about time. */
export const times: Sabotages = {
  "expired records that are read": [
    broken((good) => ({ read: (key) => good.read(key, 0) })),
    /reads a record until its deadline/,
  ],
  "a clock of its own": [
    broken((good) => ({ read: (key) => good.read(key, Date.now()) })),
    /believes the given time/,
  ],
  "an expired record that blocks inserts": [
    broken((good) => ({
      write: (key, record, expected, now) =>
        good.write(key, record, expected, expected === undefined ? 0 : now),
    })),
    /takes an insert where an expired record lies/,
  ],
  "a write on an expired record": [
    broken((good) => ({
      write: (key, record, expected, now) => good.write(key, record, expected, expected ? 0 : now),
    })),
    /refuses a write on the version of an expired record/,
  ],
  "a record that lives until the end of its session": [
    broken((good) => ({
      read(key, now) {
        const record = good.read(key, now);
        return record && record.endsAt > now ? record : undefined;
      },
    })),
    /lives by the deadline alone/,
  ],
  "times as text": [
    broken((good) => ({
      read(key, now) {
        const record = good.read(key, now);
        return record && { ...record, expiresAt: String(record.expiresAt) as unknown as number };
      },
    })),
    /reads exactly what was written/,
  ],
};
