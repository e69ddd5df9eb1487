import { memoryStore, type SessionRecord, type SessionStore } from "@sess/core";
import { broken, type Sabotages } from "./broken.ts";

/** Stores that change what they are given. */
export const values: Sabotages = {
  "null where there is no owner": [
    broken((good) => ({
      read(key, now) {
        const record = good.read(key, now);
        return record && { ...record, owner: record.owner ?? (null as unknown as string) };
      },
    })),
    /reads a record without an owner as one without an owner/,
  ],
  "records shared with the caller": [
    () => {
      const good = memoryStore();
      const records = new Map<string, SessionRecord>();
      return {
        ...good,
        write(key, record, expected, now) {
          const done = good.write(key, record, expected, now);
          if (done) records.set(key, record);
          return done;
        },
        read: (key, now) => (good.read(key, now) ? records.get(key) : undefined),
      };
    },
    /is not changed through an object that was (written|read)/,
  ],
  "a limit of 64 kB that it does not claim": [
    broken((good) => ({
      write: (key, record, expected, now) =>
        good.write(key, { ...record, data: record.data.slice(0, 65_536) }, expected, now),
    })),
    /claims no limit: keeps 1000000 bytes/,
  ],
  "a limit below the one it claims": [
    () => {
      const good = memoryStore();
      return {
        ...good,
        abilities: { ...good.abilities, maxBytes: 5_000 },
        write: (key, record, expected, now) =>
          record.data.length <= 4_096 && good.write(key, record, expected, now),
      };
    },
    /claims 5000 bytes: keeps 5000 bytes/,
  ],
  "data in Latin-1": [
    encoded((text) => Buffer.from(text, "latin1").toString("latin1")),
    /letters of many scripts/,
  ],
  "data that is trimmed": [encoded((text) => text.trim()), /keeps blanks at both ends/],
  "data that is normalised": [
    encoded((text) => text.normalize("NFC")),
    /keeps combining characters, not composed/,
  ],
  "data with other line ends": [
    encoded((text) => text.replaceAll("\r\n", "\n")),
    /keeps line ends of every kind/,
  ],
  "data that looks like a number": [
    encoded((text) => (/^\d+$/.test(text) ? String(Number(text)) : text)),
    /keeps a number with zeros in front/,
  ],
  "empty data that counts as none": [
    broken((good) => ({ read: (key, now) => (good.read(key, now)?.data ? good.read(key, now) : undefined) })),
    /keeps no text at all/,
  ],
};

/** A store whose data goes through `change`. */
function encoded(change: (text: string) => string): () => SessionStore {
  return broken((good) => ({
    write: (key, record, expected, now) =>
      good.write(key, { ...record, data: change(record.data) }, expected, now),
  }));
}
