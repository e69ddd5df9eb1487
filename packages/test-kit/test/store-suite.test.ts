import { memoryStore, type SessionStore } from "@sess/core";
import { fakeClock, storeSuite } from "@sess/test-kit/store";
import { afterEach, describe, expect, it, vi } from "vitest";
import { claims } from "./store-sabotage/claims.ts";
import { names } from "./store-sabotage/names.ts";
import { nativeExpiry, withNativeExpiry } from "./store-sabotage/native-expiry.ts";
import { owners } from "./store-sabotage/owners.ts";
import { sweeps } from "./store-sabotage/sweeps.ts";
import { times } from "./store-sabotage/times.ts";
import { touches } from "./store-sabotage/touches.ts";
import { values } from "./store-sabotage/values.ts";
import { writes } from "./store-sabotage/writes.ts";
import { failuresOf } from "./store-suite-runner.ts";

describe("storeSuite", () => {
  it("finds nothing wrong with a store that is right", async () => {
    expect(await failuresOf(() => memoryStore())).toEqual([]);
  });

  it("finds nothing wrong with a store of only three methods, as in the documentation of the contract", async () => {
    expect(await failuresOf(smallestStore)).toEqual([]);
  });

  it("finds nothing wrong with a store whose backend removes what has expired", async () => {
    expect(await failuresOf(() => withNativeExpiry())).toEqual([]);
  });

  describe.each(
    Object.entries({ writes, touches, times, names, owners, sweeps, nativeExpiry, values, claims }),
  )("finds, among %s,", (_area, sabotages) => {
    it.each(Object.entries(sabotages))("%s", async (_name, [createStore, found]) => {
      expect(await failuresOf(createStore)).toEqual(expect.arrayContaining([expect.stringMatching(found)]));
    });
  });

  describe("finds, between processes,", () => {
    it.each([
      [
        "records that are not shared",
        new URL("./store-sabotage/worker-alone.ts", import.meta.url),
        /Expected: the record counter is there while it is written/,
      ],
      [
        "a store that cannot be opened",
        new URL("./store-sabotage/worker-broken.ts", import.meta.url),
        /A process failed: Error: no such database/,
      ],
      [
        "a process that ends",
        new URL("./store-sabotage/worker-ended.ts", import.meta.url),
        /A process ended with code 3 before it answered/,
      ],
    ])(
      "%s",
      async (_name, module, message) => {
        const failures = await failuresOf(() => ({ store: memoryStore(), workers: { module, data: null } }));
        expect(failures).toEqual([expect.stringMatching(message)]);
        expect(failures[0]).toMatch(/^keeps every acknowledged write of 64 workers in 4 processes/);
      },
      60_000,
    );
  });

  describe("with a backend that never answers", () => {
    afterEach(() => {
      vi.useRealTimers();
    });

    it("says which call hangs instead of hanging itself", async () => {
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
      const failures = failuresOf(() => {
        let down = false;
        const good = memoryStore();
        const store: SessionStore = {
          ...good,
          abilities: { ...good.abilities, shared: true },
          read: (key, now) => (down ? new Promise<undefined>(() => {}) : good.read(key, now)),
        };
        return {
          store,
          reopen: () => store,
          down() {
            down = true;
          },
        };
      });
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await failures).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^fails every call soon.*read.*did not answer within 10 seconds/),
        ]),
      );
    });
  });

  it("registers its tests at once where the store is made at once", () => {
    const titles: string[] = [];
    const registered = storeSuite({
      describe: (title, body) => {
        titles.push(title);
        body();
      },
      it: (title) => titles.push(title),
      createStore: () => memoryStore(),
      name: "at once",
    });
    expect(registered).toBeUndefined();
    expect(titles[0]).toBe("store: at once");
    expect(titles.length).toBeGreaterThan(60);
  });

  it("waits for a store that is made later, and cleans up behind the one it only looked at", async () => {
    const titles: string[] = [];
    const steps: string[] = [];
    await storeSuite({
      describe: (_title, body) => body(),
      it: (title) => titles.push(title),
      createStore: async () => {
        const store = memoryStore();
        return {
          store: { ...store, close: () => void steps.push("close") },
          cleanup: async () => void steps.push("cleanup"),
        };
      },
    });
    expect(titles.length).toBeGreaterThan(60);
    expect(steps).toEqual(["close", "cleanup"]);
  });

  it("says in a title of its own what a store does not claim", async () => {
    const titles: string[] = [];
    await storeSuite({
      describe: (_title, body) => body(),
      it: (title) => titles.push(title),
      createStore: smallestStore,
    });
    expect(titles).toEqual(
      expect.arrayContaining([
        "has no touch: core writes the whole record instead",
        "does not claim owners: listOwner and removeOwner are absent",
        "does not claim sweeps: nobody removes expired records",
        "does not claim nativeExpiry: the backend keeps what has expired",
        "is given no `workers`: not tried between processes",
        "has no close: there is nothing to release",
        "does not claim to be durable: its records end with the process",
        "does not claim to be shared: other processes do not see its records",
        "keeps its records in this process: there is no backend to fail",
      ]),
    );
  });

  it("cleans up after a test that fails", async () => {
    let cleaned = 0;
    const createStore = () => ({
      store: { ...memoryStore(), read: () => undefined },
      cleanup() {
        cleaned++;
      },
    });
    const failures = await failuresOf(createStore);
    expect(failures.length).toBeGreaterThan(10);
    expect(cleaned).toBeGreaterThan(60);
  });
});

describe("fakeClock", () => {
  it("stands still until it is moved", () => {
    const clock = fakeClock(1_000);
    expect(clock.now()).toBe(1_000);
    clock.advance(1.5);
    expect(clock.now()).toBe(2_500);
  });

  it("begins after the end of 32-bit seconds", () => {
    expect(fakeClock().now() / 1_000).toBeGreaterThan(2 ** 31);
  });
});

function smallestStore(): SessionStore {
  const records = new Map<string, Parameters<SessionStore["write"]>[1]>();
  const live = (key: string, now: number) => {
    const record = records.get(key);
    return record && record.expiresAt > now ? { ...record } : undefined;
  };
  return {
    abilities: {
      atomicWrite: true,
      owners: false,
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
      records.set(key, { ...record });
      return true;
    },
    remove(key) {
      records.delete(key);
    },
  };
}
