import { broken, force, type Sabotages, turn } from "./broken.ts";

/** Writes and removals that do too much, too little or too late. */
export const writes: Sabotages = {
  "a write that ignores the expected version": [
    broken((good) => ({ write: (key, record) => force(good, key, record) })),
    /refuses a write on an older version/,
  ],
  "an insert that overwrites": [
    broken((good) => ({
      write: (key, record, expected, now) =>
        expected === undefined ? force(good, key, record) : good.write(key, record, expected, now),
    })),
    /refuses an insert where a record is live/,
  ],
  "an upsert that brings removed records back": [
    broken((good) => ({
      write: (key, record, expected, now) =>
        good.write(key, record, expected, now) ||
        (good.read(key, now) === undefined && good.write(key, record, undefined, now)),
    })),
    /brings no removed record back by a late write/,
  ],
  "a write that refuses its own version": [
    broken((good) => ({
      write: (key, record, expected, now) =>
        record.version !== expected && good.write(key, record, expected, now),
    })),
    /takes a write that keeps the version/,
  ],
  "a write that leaves the record where its version stays the same": [
    broken((good) => ({
      write: (key, record, expected, now) =>
        record.version === expected
          ? good.read(key, now)?.version === expected
          : good.write(key, record, expected, now),
    })),
    /takes a write that keeps the version/,
  ],
  "a write that counts what it changed": [
    broken((good) => ({
      write: (key, record, expected, now) =>
        JSON.stringify(good.read(key, now)) !== JSON.stringify({ ...record }) &&
        good.write(key, record, expected, now),
    })),
    /says that it wrote also where nothing changes/,
  ],
  "a write that says yes and does nothing": [
    broken(() => ({ write: () => true })),
    /reads exactly what was written/,
  ],
  "a write that loses the owner": [
    broken((good) => ({
      write: (key, { owner: _, ...record }, expected, now) => good.write(key, record, expected, now),
    })),
    /reads exactly what was written/,
  ],
  "a write that looks first and writes later": [
    broken((good) => ({
      async write(key, record, expected, now) {
        const version = good.read(key, now)?.version;
        await turn();
        return version === expected && force(good, key, record);
      },
    })),
    /keeps every acknowledged addition of 64 workers/,
  ],
  "an insert that looks first and writes later": [
    broken((good) => ({
      async write(key, record, expected, now) {
        if (expected !== undefined) return good.write(key, record, expected, now);
        const free = good.read(key, now) === undefined;
        await turn();
        return free && force(good, key, record);
      },
    })),
    /lets exactly one of 64 inserts win/,
  ],
  "a remove that comes too late": [
    broken((good) => ({
      async write(key, record, expected, now) {
        const fits = good.read(key, now)?.version === expected;
        await turn();
        return fits && force(good, key, record);
      },
    })),
    /under way bring a removed record back/,
  ],
  "versions compared without case": [
    broken((good) => ({
      write(key, record, expected, now) {
        const version = good.read(key, now)?.version;
        const same = version?.toLowerCase() === expected?.toLowerCase();
        return good.write(key, record, same ? version : expected, now);
      },
    })),
    /compares versions whole and exactly/,
  ],
  "versions that are cut": [
    broken((good) => ({
      write: (key, record, expected, now) =>
        good.write(key, { ...record, version: record.version.slice(0, 16) }, expected, now),
    })),
    /takes versions of 1 to 32 characters/,
  ],
  "null where there is no record": [
    broken((good) => ({ read: (key, now) => good.read(key, now) ?? (null as unknown as undefined) })),
    /answers undefined for a key that nobody wrote/,
  ],
  "a remove that fails where nothing is": [
    broken((good) => ({
      remove(key) {
        if (good.read(key, 0) === undefined) throw new Error("not found");
        good.remove(key);
      },
    })),
    /removes what is not there without an error/,
  ],
  "a remove that does nothing": [broken(() => ({ remove() {} })), /has nothing under a key after remove/],
};
