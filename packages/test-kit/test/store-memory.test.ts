import { memoryStore, type SessionRecord } from "@sess/core";
import { storeSuite } from "@sess/test-kit/store";
import { describe, expect, it } from "vitest";

await storeSuite({ name: "memory", describe, it, createStore: () => memoryStore() });

const now = Date.UTC(2040, 0, 1);
const hour = 3_600_000;
const record = (instead: Partial<SessionRecord> = {}): SessionRecord => ({
  version: "v1",
  expiresAt: now + hour,
  endsAt: now + 24 * hour,
  data: "{}",
  ...instead,
});

describe("memoryStore", () => {
  it("answers without a promise", () => {
    const store = memoryStore();
    expect(store.write("a", record(), undefined, now)).toBe(true);
    expect(store.read("a", now)).toEqual(record());
    expect(store.touch("a", now + 2 * hour, "v1", now)).toBe(true);
    expect(store.sweep(10, now)).toBe(0);
    expect(store.removeOwner("ann")).toEqual([]);
    expect(store.remove("a")).toBeUndefined();
  });

  describe("maxEntries", () => {
    it("lets the least recently written or touched session without an owner go first", () => {
      const store = memoryStore({ maxEntries: 3 });
      for (const key of ["a", "b", "c"]) store.write(key, record(), undefined, now);
      store.touch("a", now + hour, "v1", now);
      store.write("b", record({ version: "v2" }), "v1", now);
      store.write("d", record(), undefined, now);
      expect(["a", "b", "c", "d"].filter((key) => store.read(key, now))).toEqual(["a", "b", "d"]);
      expect(store.size).toBe(3);
    });

    it("keeps sessions with an owner through a flood of visitors without one", () => {
      const store = memoryStore({ maxEntries: 10 });
      for (let index = 0; index < 9; index++)
        store.write(`user-${index}`, record({ owner: "ann" }), undefined, now);
      for (let index = 0; index < 1_000; index++) store.write(`visitor-${index}`, record(), undefined, now);
      expect(store.removeOwner("ann")).toHaveLength(9);
      expect(store.read("visitor-999", now)).toBeDefined();
      expect(store.size).toBe(1);
    });

    it("lets the oldest session with an owner go where all have one", () => {
      const store = memoryStore({ maxEntries: 2 });
      for (const key of ["a", "b", "c"]) store.write(key, record({ owner: key }), undefined, now);
      expect(["a", "b", "c"].filter((key) => store.read(key, now))).toEqual(["b", "c"]);
    });

    it("gives the place of an expired session away before that of a live one", () => {
      const store = memoryStore({ maxEntries: 3 });
      store.write("live", record(), undefined, now);
      store.write("expired", record({ owner: "ann", expiresAt: now + 1 }), undefined, now);
      store.write("owned", record({ owner: "bob" }), undefined, now);
      store.write("new", record(), undefined, now + 1);
      expect(["live", "expired", "owned", "new"].filter((key) => store.read(key, now))).toEqual([
        "live",
        "owned",
        "new",
      ]);
    });

    it("drops nobody for a write to a session that is there", () => {
      const store = memoryStore({ maxEntries: 2 });
      store.write("a", record(), undefined, now);
      store.write("b", record(), undefined, now);
      store.write("a", record({ version: "v2" }), "v1", now);
      expect(["a", "b"].filter((key) => store.read(key, now))).toEqual(["a", "b"]);
    });

    it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "10", null])("refuses %s", (maxEntries) => {
      expect(() => memoryStore({ maxEntries: maxEntries as number })).toThrow(
        /"maxEntries" must be a positive integer/,
      );
    });

    it("refuses an option that does not exist, by name", () => {
      expect(() => memoryStore({ max: 5 } as object)).toThrow(/"max" is no option: there are maxEntries/);
    });
  });

  it("agrees with a plain map through 20,000 random steps", () => {
    const store = memoryStore({ maxEntries: 1_000_000 });
    const model = new Map<string, SessionRecord>();
    // A fixed linear congruential generator: the same steps every time.
    let seed = 42;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const owners = [undefined, "ann", "bob", "carl"];
    let time = now;
    for (let step = 0; step < 20_000; step++) {
      const key = `k${random(400)}`;
      const kept = model.get(key);
      const live = kept !== undefined && kept.expiresAt > time ? kept : undefined;
      const owner = owners[random(owners.length)];
      const next = record({
        version: `v${step}`,
        expiresAt: time + random(500),
        data: "x".repeat(random(50)),
        ...(owner === undefined ? {} : { owner }),
      });
      switch (random(7)) {
        case 0:
        case 1: {
          expect(store.write(key, next, undefined, time)).toBe(live === undefined);
          if (live === undefined) model.set(key, next);
          break;
        }
        case 2: {
          expect(store.write(key, next, kept?.version ?? "none", time)).toBe(live !== undefined);
          if (live !== undefined) model.set(key, next);
          break;
        }
        case 3: {
          expect(store.touch(key, next.expiresAt, kept?.version ?? "none", time)).toBe(live !== undefined);
          if (live !== undefined) model.set(key, { ...live, expiresAt: next.expiresAt });
          break;
        }
        case 4: {
          store.remove(key);
          model.delete(key);
          break;
        }
        case 5: {
          if (random(20) > 0 || owner === undefined) break;
          const owned = [...model].filter(([, { owner: whose }]) => whose === owner).map(([name]) => name);
          expect([...store.removeOwner(owner)].sort()).toEqual(owned.sort());
          for (const name of owned) model.delete(name);
          break;
        }
        default: {
          time += random(20);
          if (random(10) > 0) break;
          const expired = [...model].filter(([, { expiresAt }]) => expiresAt < time);
          expect(store.sweep(1_000, time)).toBe(expired.length);
          for (const [name] of expired) model.delete(name);
        }
      }
      expect(store.read(key, 0)).toEqual(model.get(key));
      expect(store.size).toBe(model.size);
    }
  });
});
