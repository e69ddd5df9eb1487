import { broken, force, type Sabotages, turn } from "./broken.ts";

/** Touches that are more than a moved deadline, or less. */
export const touches: Sabotages = {
  "a touch that creates": [
    broken((good) => ({
      touch: (key, expiresAt, expected, now) =>
        good.touch(key, expiresAt, expected, now) ||
        good.write(
          key,
          { version: expected, expiresAt, endsAt: Number.MAX_SAFE_INTEGER, data: "" },
          undefined,
          now,
        ),
    })),
    /creates nothing where there is no record/,
  ],
  "a touch that ignores the version": [
    broken((good) => ({
      touch: (key, expiresAt, _expected, now) =>
        good.touch(key, expiresAt, good.read(key, now)?.version ?? "none", now),
    })),
    /refuses another version, and leaves the record/,
  ],
  "a touch that wakes the expired": [
    broken((good) => ({ touch: (key, expiresAt, expected) => good.touch(key, expiresAt, expected, 0) })),
    /brings no expired record back/,
  ],
  "a touch that draws a new version": [
    broken((good) => ({
      touch(key, expiresAt, expected, now) {
        const record = good.read(key, now);
        return (
          record !== undefined && good.write(key, { ...record, expiresAt, version: "new" }, expected, now)
        );
      },
    })),
    /moves the deadline and leaves everything else/,
  ],
  "a touch that writes an old copy back": [
    broken((good) => ({
      async touch(key, expiresAt, expected, now) {
        const record = good.read(key, now);
        await turn();
        return record?.version === expected && force(good, key, { ...record, expiresAt });
      },
    })),
    /leaves a record whole while many touch/,
  ],
  "a touch that does nothing": [
    broken((good) => ({
      touch: (key, _expiresAt, expected, now) => good.read(key, now)?.version === expected,
    })),
    /moves the deadline and leaves everything else/,
  ],
  "a touch that says no where nothing changes": [
    broken((good) => ({
      touch: (key, expiresAt, expected, now) =>
        good.read(key, now)?.expiresAt !== expiresAt && good.touch(key, expiresAt, expected, now),
    })),
    /says that it did also where the deadline stays the same/,
  ],
};
