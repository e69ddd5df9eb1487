import { memoryStore, type SessionRecord, type SessionStore } from "@sess/core";
import { type CachedStoreOptions, cachedStore } from "@sess/store-cached";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asynchronous } from "./asynchronous.ts";

const now = 1_000_000;
const record: SessionRecord = { version: "v1", expiresAt: 9e6, endsAt: 9e7, data: "one", owner: "ann" };
const next: SessionRecord = { ...record, version: "v2", data: "two" };

/** A cached store with its tiers, the calls of the slow one, and what was told of the fast one. */
function site(instead: Partial<CachedStoreOptions> = {}) {
  const fast = memoryStore();
  const slow = memoryStore();
  const errors: string[] = [];
  const tiers: CachedStoreOptions = {
    fast,
    slow,
    onFastError: (error, call) => errors.push(`${call}: ${(error as Error).message}`),
    ...instead,
  };
  const reads = vi.spyOn(tiers.slow, "read");
  return { fast, slow, errors, reads, store: cachedStore(tiers) };
}

/** A tier of which each call does what `fault` says. */
function broken(store: SessionStore, fault: () => unknown): SessionStore {
  return { ...store, read: fault, write: fault, remove: fault } as SessionStore;
}

describe("a cached store", () => {
  it("answers a read from the fast tier once it has been loaded or written", async () => {
    const { reads, slow, store } = site();
    slow.write("k1", record, undefined, now);
    expect([await store.read("k1", now), await store.read("k1", now + 29_999)]).toEqual([record, record]);
    expect(reads).toHaveBeenCalledTimes(1);
    await store.write("k1", next, "v1", now);
    expect(await store.read("k1", now)).toEqual(next);
    expect(reads).toHaveBeenCalledTimes(1);
  });

  it("reads the slow tier again when the lifetime is over, and whenever it is asked for what is fresh", async () => {
    const { reads, slow, store } = site({ lifetime: "10s" });
    slow.write("k1", record, undefined, now);
    await store.read("k1", now);
    slow.write("k1", next, "v1", now);
    expect(await store.read("k1", now + 9_999)).toEqual(record);
    expect(await store.read("k1", now + 9_999, true)).toEqual(next);
    expect(await store.read("k1", now + 10_000)).toEqual(next);
    expect(reads).toHaveBeenCalledTimes(3);
  });

  it("stays synchronous over two synchronous tiers", () => {
    const { store } = site();
    expect(store.write("k1", record, undefined, now)).toBe(true);
    expect(store.read("k1", now)).toEqual(record);
    expect(store.touch?.("k1", 9_500_000, "v1", now)).toBe(true);
    expect(store.read("k1", now)).toEqual({ ...record, expiresAt: 9_500_000 });
    expect(store.removeOwner?.("ann")).toEqual(["k1"]);
    expect(store.read("k1", now)).toBeUndefined();
    expect(store.remove("k1")).toBeUndefined();
  });

  it("loads a key once for all who ask at the same time", async () => {
    const { reads, store } = site({ fast: asynchronous(memoryStore()), slow: asynchronous(memoryStore()) });
    await store.write("k1", record, undefined, now);
    await store.touch?.("k1", 9_500_000, "v1", now);
    const answers = await Promise.all(Array.from({ length: 20 }, () => store.read("k1", now)));
    expect(new Set(answers.map((answer) => answer?.expiresAt))).toEqual(new Set([9_500_000]));
    expect(reads).toHaveBeenCalledTimes(1);
  });

  it("lets nobody join a load whose fill is on its way back", async () => {
    const inner = memoryStore();
    let release = () => {};
    const filled = new Promise<void>((resolve) => {
      release = resolve;
    });
    let writes = 0;
    const fast: SessionStore = {
      ...asynchronous(inner),
      async write(...given) {
        const kept = inner.write(...given);
        if (++writes === 2) await filled;
        return kept;
      },
    };
    const slow = memoryStore();
    slow.write("k1", record, undefined, now);
    const store = cachedStore({ fast, slow, fastTimeout: 60_000 });
    const early = store.read("k1", now);
    await vi.waitFor(() => expect(writes).toBe(2));
    await store.remove("k1");
    const later = store.read("k1", now);
    for (let turn = 0; turn < 10; turn++) await null;
    release();
    expect([await early, await later]).toEqual([record, undefined]);
  });

  it("tells nobody who joins what the load had read before a change was acknowledged", async () => {
    const base = memoryStore();
    base.write("k1", record, undefined, now);
    let release = () => {};
    const answered = new Promise<void>((resolve) => {
      release = resolve;
    });
    let reads = 0;
    const read = async (key: string, at: number) => {
      const found = base.read(key, at);
      if (++reads === 1) await answered;
      return found;
    };
    const store = cachedStore({
      fast: asynchronous(memoryStore()),
      slow: { ...base, read },
      fastTimeout: 60_000,
    });
    const early = store.read("k1", now);
    await vi.waitFor(() => expect(reads).toBe(1));
    await store.remove("k1");
    const later = store.read("k1", now);
    for (let turn = 0; turn < 10; turn++) await null;
    release();
    expect([await early, await later, reads]).toEqual([record, undefined, 2]);
  });

  it("answers who joins a load by the time of their own read", async () => {
    const slow = memoryStore();
    slow.write("k1", { ...record, expiresAt: now + 1_000 }, undefined, now);
    const store = cachedStore({ fast: asynchronous(memoryStore()), slow: asynchronous(slow) });
    const [early, late] = await Promise.all([store.read("k1", now + 999), store.read("k1", now + 1_000)]);
    expect([early?.version, late]).toEqual(["v1", undefined]);
  });

  it("has the entry gone before the slow tier changes, should the process die in between", () => {
    const { fast, slow } = site();
    slow.write("k1", record, undefined, now);
    const readable: boolean[] = [];
    const look = () => void readable.push(fast.read("cached:k1", now)?.data.includes("one") === true);
    const { remove, write } = slow;
    Object.assign(slow, {
      write(...given: Parameters<typeof write>) {
        look();
        return write(...given);
      },
      remove(key: string) {
        look();
        remove(key);
      },
    });
    const cached = cachedStore({ fast, slow });
    cached.read("k1", now);
    cached.write("k1", { ...next, data: "one more" }, "v1", now);
    cached.write("k1", { ...next, version: "v3", data: "one again" }, "a version that is not cached", now);
    cached.read("k1", now);
    cached.remove("k1");
    expect(readable).toEqual([false, false, false]);
  });

  it("asks both tiers past replicas of their own", async () => {
    const { fast, reads, store } = site();
    const fastReads = vi.spyOn(fast, "read");
    const cached = cachedStore({ fast, slow: { ...store, read: reads } });
    await cached.read("k1", now);
    expect([fastReads.mock.calls, reads.mock.calls]).toEqual([
      [["cached:k1", now, true]],
      [["k1", now, true]],
    ]);
  });

  it("keeps a load that hangs from those who come five seconds later", async () => {
    const base = memoryStore();
    base.write("k1", record, undefined, now);
    let asked = 0;
    const read = (key: string, at: number) =>
      ++asked === 1 ? new Promise<never>(() => {}) : base.read(key, at);
    const store = cachedStore({ fast: asynchronous(memoryStore()), slow: { ...base, read } });
    void store.read("k1", now);
    await vi.waitFor(() => expect(asked).toBe(1));
    expect(await store.read("k1", now + 5_000)).toEqual(record);
  });

  it("fails a load for all who wait where the slow tier fails, and loads anew afterwards", async () => {
    const base = memoryStore();
    base.write("k1", record, undefined, now);
    let fails = true;
    const read = async (key: string, at: number) => {
      if (fails) throw new Error("down");
      return base.read(key, at);
    };
    const store = cachedStore({ fast: asynchronous(memoryStore()), slow: { ...base, read } });
    const outcomes = await Promise.allSettled([store.read("k1", now), store.read("k1", now)]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    fails = false;
    expect(await store.read("k1", now)).toEqual(record);
  });

  it("keeps its entries apart from the records of the slow tier, also in one backend", async () => {
    const shared = memoryStore();
    const store = cachedStore({ fast: { ...shared }, slow: shared });
    await store.write("k1", record, undefined, now);
    expect([await store.read("k1", now), shared.read("k1", now), shared.size]).toEqual([record, record, 2]);
    expect((await store.removeOwner?.("ann")) ?? []).toEqual(["k1"]);
    expect(shared.size).toBe(0);
  });

  it("asks the slow tier where something of somebody else's lies in the fast one", async () => {
    const { fast, slow, store } = site();
    slow.write("k1", record, undefined, now);
    for (const data of ["theirs", "theirs\n", "null\n", "{}\n"]) {
      fast.remove("cached:k1");
      fast.write("cached:k1", { ...record, data }, undefined, now);
      expect(await store.read("k1", now)).toEqual(record);
    }
  });

  it("leaves out of the fast tier what is too big for it", async () => {
    const fast = memoryStore();
    const small = { ...fast, abilities: { ...fast.abilities, maxBytes: 100 } };
    const { store, reads } = site({ fast: small });
    await store.write("big", { ...record, data: "é".repeat(60) }, undefined, now);
    await store.write("small", record, undefined, now);
    expect((await store.read("big", now))?.data).toBe("é".repeat(60));
    expect(reads).toHaveBeenCalledTimes(1);
    await store.read("small", now);
    expect(reads).toHaveBeenCalledTimes(1);
  });

  it("sweeps both tiers, and counts the sessions", async () => {
    const { fast, store } = site();
    await store.write("k1", { ...record, expiresAt: now + 10 }, undefined, now);
    await store.write("k2", record, undefined, now);
    expect(fast.size).toBe(2);
    expect(await store.sweep?.(10, now + 60_000)).toBe(1);
    expect(fast.size).toBe(0);
  });

  it("closes both tiers", async () => {
    const { fast, slow, store, errors } = site();
    await store.close?.();
    expect(() => fast.read("k1", now)).toThrow("close()");
    expect(() => slow.read("k1", now)).toThrow("close()");
    expect(() => store.read("k1", now)).toThrow("The cached store was used after close()");
    expect(errors).toEqual([]);
  });

  it("can do what the slow tier can, and says that it may be stale", () => {
    const { touch: _, removeOwner: __, listOwner: ___, sweep: ____, ...bare } = memoryStore();
    const abilities = { ...bare.abilities, owners: false, sweeps: false, nativeExpiry: true, durable: true };
    const store = cachedStore({ fast: memoryStore(), slow: { ...bare, abilities } });
    expect(store.abilities).toEqual({ ...abilities, mayBeStale: true });
    expect([store.touch, store.removeOwner, store.listOwner, store.sweep]).toEqual(Array(4).fill(undefined));
  });
});

describe("a fast tier that fails", () => {
  const faults: Readonly<Record<string, () => unknown>> = {
    throws: () => {
      throw new Error("broken");
    },
    rejects: () => Promise.reject(new Error("broken")),
  };
  it.each(Object.keys(faults))("costs no request anything where it %s", async (fault) => {
    const { errors, store } = site({ fast: broken(memoryStore(), faults[fault] as () => unknown) });
    expect(await store.read("k1", now)).toBeUndefined();
    expect(await store.write("k1", record, undefined, now + 30_000)).toBe(true);
    expect(await store.read("k1", now)).toEqual(record);
    expect(await store.write("k1", next, "v1", now)).toBe(true);
    expect(await store.write("k1", next, "v1", now)).toBe(false);
    expect(await store.touch?.("k1", 9_500_000, "v2", now)).toBe(true);
    expect((await store.read("k1", now + 60_000))?.expiresAt).toBe(9_500_000);
    expect(await store.removeOwner?.("ann")).toEqual(["k1"]);
    await store.remove("k1");
    expect(await store.read("k1", now)).toBeUndefined();
    expect(new Set(errors)).toEqual(new Set(["read: broken", "remove: broken"]));
  });

  it("is left out by reads for one lifetime, so that what it could not remove is not read", async () => {
    const base = memoryStore();
    let fails = false;
    const remove = (key: string) => {
      if (fails) throw new Error("broken");
      base.remove(key);
    };
    const { store } = site({ fast: { ...base, remove } });
    await store.write("k1", record, undefined, now);
    fails = true;
    await store.remove("k1");
    fails = false;
    expect(base.size).toBe(1);
    expect(await store.read("k1", now + 1)).toBeUndefined();
    expect(await store.read("k1", now + 29_999)).toBeUndefined();
    expect(await store.read("k1", now + 30_001)).toBeUndefined();
  });

  it("warns once an outage where nobody listens", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    try {
      const fast = broken(memoryStore(), faults.throws as () => unknown);
      const store = cachedStore({ fast, slow: memoryStore() });
      for (const time of [0, 1, 29_999, 30_001, 30_002]) await store.read("k1", now + time);
      await store.remove("k1");
      expect(warn.mock.calls.map(([text]) => text)).toEqual(
        Array(2).fill(
          "[sess] The fast tier of a cached store failed in read, so reads go to the slow tier for a while: broken",
        ),
      );
    } finally {
      warn.mockRestore();
    }
  });

  it("does not fail a request by a listener that throws, whose error surfaces", async () => {
    const surfaced: unknown[] = [];
    vi.stubGlobal("queueMicrotask", (task: () => void) => {
      try {
        task();
      } catch (error) {
        surfaced.push((error as Error).message);
      }
    });
    try {
      const { store } = site({
        fast: broken(memoryStore(), faults.throws as () => unknown),
        onFastError: () => {
          throw new Error("mine");
        },
      });
      expect(await store.read("k1", now)).toBeUndefined();
      expect(surfaced).toEqual(["mine"]);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  describe("by hanging", () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    it("costs a call its timeout, and the next ones nothing", async () => {
      const { errors, store } = site({
        fast: broken(memoryStore(), () => new Promise(() => {})),
        fastTimeout: 200,
      });
      const written = store.write("k1", record, undefined, now);
      await vi.advanceTimersByTimeAsync(400);
      expect(await written).toBe(true);
      expect(store.read("k1", now)).toEqual(record);
      expect(errors).toEqual([
        "write: [sess] The fast tier did not answer write within 200 ms (option `fastTimeout`).",
        "remove: [sess] The fast tier did not answer remove within 200 ms (option `fastTimeout`).",
      ]);
    });
  });
});

describe("the options", () => {
  const tiers = { fast: memoryStore(), slow: memoryStore() };
  it.each<[string, object, string]>([
    ["no options", undefined as unknown as object, '"fast" must be a store by key'],
    ["no slow tier", { fast: memoryStore() }, '"slow" must be a store by key'],
    ["a token store", { ...tiers, slow: { seal() {}, open() {} } }, '"slow" must be a store by key'],
    ["one store twice", { fast: tiers.slow, slow: tiers.slow }, '"fast" must be another store than `slow`'],
    [
      "a fast tier without atomic writes",
      { ...tiers, fast: { ...tiers.fast, abilities: { ...tiers.fast.abilities, atomicWrite: false } } },
      '"fast" must be a store whose `abilities.atomicWrite` is true',
    ],
    ["no lifetime", { ...tiers, lifetime: 0 }, '"lifetime" must be a positive number of seconds'],
    ["a lifetime of days", { ...tiers, lifetime: "2d" }, '"lifetime" must be at most an hour'],
    [
      "a lifetime in words",
      { ...tiers, lifetime: "half a minute" },
      '"lifetime" must be a positive number of seconds',
    ],
    ["no timeout", { ...tiers, fastTimeout: 0 }, '"fastTimeout" must be a whole number'],
    ["no function", { ...tiers, onFastError: "log" }, '"onFastError" must be a function'],
    ["an unknown option", { ...tiers, ttl: 3 }, '"ttl" is no option: there are fast, slow'],
  ])("refuse %s", (_, options, message) => {
    expect(() => cachedStore(options as CachedStoreOptions)).toThrow(message);
  });
});
