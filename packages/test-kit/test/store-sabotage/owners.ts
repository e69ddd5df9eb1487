import { memoryStore } from "@sess/core";
import { broken, type Sabotages } from "./broken.ts";

/** Lists and removals by owner that are wrong. */
export const owners: Sabotages = {
  "a list with expired sessions": [
    broken((good) => ({ listOwner: (owner) => good.listOwner(owner, 0) })),
    /lists no expired record/,
  ],
  "a list of the first hundred": [
    broken((good) => ({
      async *listOwner(owner, now) {
        let count = 0;
        for await (const owned of good.listOwner(owner, now)) if (count++ < 100) yield owned;
      },
    })),
    /lists each of 250 sessions once/,
  ],
  "an owner index that follows no change": [
    () => {
      const good = memoryStore();
      const first = new Map<string, string | undefined>();
      return {
        ...good,
        write(key, record, expected, now) {
          if (!first.has(key)) first.set(key, record.owner);
          return good.write(key, record, expected, now);
        },
        async *listOwner(owner, now) {
          for (const [key, whose] of first) {
            const record = good.read(key, now);
            if (whose === owner && record) yield { key, record };
          }
        },
      };
    },
    /follows a record whose owner changes/,
  ],
  "a removal by owner that spares nobody": [
    broken((good) => ({ removeOwner: (owner) => good.removeOwner(owner) })),
    /spares the record under `except`/,
  ],
  "a removal by owner that names too many keys": [
    broken((good) => ({
      removeOwner(owner, except) {
        const removed = good.removeOwner(owner, except);
        return except === undefined ? removed : [...removed, except];
      },
    })),
    /spares the record under `except`/,
  ],
  "a removal by owner that only says so": [
    broken((good) => ({
      async removeOwner(owner) {
        const keys: string[] = [];
        for await (const { key } of good.listOwner(owner, 0)) keys.push(key);
        return keys;
      },
    })),
    /removes the records of an owner, and names their keys/,
  ],
};
