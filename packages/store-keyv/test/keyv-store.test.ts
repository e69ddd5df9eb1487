import KeyvMemcache from "@keyv/memcache";
import type { SessionRecord, SessionStore } from "@sess/core";
import { keyvStore } from "@sess/store-keyv";
import { Keyv as Keyv6 } from "keyv";
import { Keyv as Keyv5 } from "keyv5";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { TroubledStorage } from "./troubled-storage.ts";
import { versions } from "./versions.ts";

const now = Date.UTC(2040, 0, 1);
const day = 86_400_000;
const record: SessionRecord = { version: "v1", expiresAt: now + 1_000, endsAt: now + 9_000, data: "{}" };
const next: SessionRecord = { ...record, version: "v2" };

/** Reads, adds one and writes until it is kept. */
async function add(store: SessionStore, version: string): Promise<void> {
  for (;;) {
    const before = await store.read("k", now);
    if (before === undefined) throw new Error("The record is gone.");
    const after = { ...before, version, data: String(Number(before.data) + 1) };
    if (await store.write("k", after, before.version, now)) return;
  }
}

describe.each(versions)("keyvStore over %s", (_, make) => {
  const opened = () => {
    const storage = new TroubledStorage();
    const client = make({ store: storage });
    return { storage, client, store: keyvStore({ client }) };
  };

  describe.each(["rejects", "emits"] as const)("when a failing storage %s", (manner) => {
    it("fails every call, and takes no session for a missing one", async () => {
      const { storage, store } = opened();
      await store.write("k", record, undefined, now);
      storage.manner = manner;
      await expect(store.read("k", now)).rejects.toThrow("the storage is down");
      await expect(store.write("k", next, "v1", now)).rejects.toThrow("the storage is down");
      await expect(store.write("new", record, undefined, now)).rejects.toThrow("the storage is down");
      await expect(store.remove("k")).rejects.toThrow("the storage is down");
      storage.manner = undefined;
      expect(await store.read("k", now)).toEqual(record);
      expect(await store.read("new", now)).toBeUndefined();
    });

    it("fails where only the second half of a write does", async () => {
      const { storage, store } = opened();
      const set = storage.set.bind(storage);
      storage.set = (...args) => {
        storage.manner = manner;
        return set(...args);
      };
      await expect(store.write("k", record, undefined, now)).rejects.toThrow("the storage is down");
    });

    it("fails also a call that was under way when the store was closed", async () => {
      const { storage, store } = opened();
      const release = storage.hold();
      storage.manner = manner;
      const reading = store.read("k", now);
      await store.close?.();
      release();
      await expect(reading).rejects.toThrow("the storage is down");
    });
  });

  it("fails a call that gets no answer in five seconds, and goes on with its key", async () => {
    const { storage, store } = opened();
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    storage.hold();
    const expected = expect.objectContaining({ code: "ERR_SESS_STORE_TIMEOUT" });
    const failing = Promise.all([
      expect(store.read("k", now)).rejects.toThrow(expected),
      expect(store.write("k", record, undefined, now)).rejects.toThrow(expected),
    ]);
    await vi.advanceTimersByTimeAsync(5_000);
    await failing;
    storage.hold()();
    expect(await store.write("k", record, undefined, now)).toBe(true);
  });

  it("answers with a session that it has, whatever fails beside it", async () => {
    const { storage, store } = opened();
    await store.write("k", record, undefined, now);
    const release = storage.hold();
    const [found, missing] = [store.read("k", now), store.read("other", now)];
    const failed = expect(missing).rejects.toThrow("ECONNRESET");
    storage.emit("error", new Error("ECONNRESET"));
    release();
    expect(await found).toEqual(record);
    await failed;
    expect(await store.read("other", now)).toBeUndefined();
  });

  it("fails where the storage says that it kept nothing", async () => {
    const { storage, store } = opened();
    storage.set = async () => false;
    await expect(store.write("k", record, undefined, now)).rejects.toThrow(
      expect.objectContaining({ code: "ERR_SESS_STORE_FAILED" }),
    );
  });

  it("has the storage keep a record until a minute after its deadline", async () => {
    const { storage, store } = opened();
    await store.write("k", { ...record, expiresAt: now + 90 * day }, undefined, now);
    await store.write("past", { ...record, expiresAt: now - 2 * 60_000 }, undefined, now);
    const [long, short] = storage.ttls;
    expect(long).toBeGreaterThan(90 * day + 59_000);
    expect(long).toBeLessThanOrEqual(90 * day + 60_000);
    expect(short).toBeGreaterThan(59_000);
    expect(short).toBeLessThanOrEqual(60_000);
  });

  it("gives no time to live where the storage cannot take one that long", async () => {
    const storage = new TroubledStorage();
    const store = keyvStore({ client: make({ store: storage }), maxTtl: 30 * 86_400 });
    await store.write("k", { ...record, expiresAt: now + 90 * day }, undefined, now);
    expect(storage.ttls).toEqual([undefined]);
    expect((await store.read("k", now + 90 * day - 1))?.version).toBe("v1");
    expect(await store.read("k", now + 90 * day)).toBeUndefined();
    await store.write("k", { ...next, expiresAt: now + 29 * day }, "v1", now);
    expect(storage.ttls[1]).toBeGreaterThan(29 * day);
  });

  it("keeps every addition of one process, and brings back no session that it removed", async () => {
    const { store } = opened();
    await store.write("k", { ...record, data: "0" }, undefined, now);
    await Promise.all(Array.from({ length: 32 }, (_none, index) => add(store, `a${index}`)));
    const last = await store.read("k", now);
    expect(last?.data).toBe("32");
    await Promise.all([
      store.write("k", next, last?.version, now),
      store.remove("k"),
      store.write("k", { ...record, version: "v3" }, "v2", now),
    ]);
    expect(await store.read("k", now)).toBeUndefined();
  });

  it("lets the later of two writes win between processes, as it says", async () => {
    const { storage, store } = opened();
    const other = keyvStore({ client: make({ store: storage }) });
    await store.write("k", record, undefined, now);
    expect(store.abilities.atomicWrite).toBe(false);
    const both = [store.write("k", next, "v1", now), other.write("k", { ...next, version: "w2" }, "v1", now)];
    expect(await Promise.all(both)).toEqual([true, true]);
  });

  it("goes on with a key after a call on it has failed", async () => {
    const { storage, store } = opened();
    storage.manner = "rejects";
    const failing = expect(store.write("k", record, undefined, now)).rejects.toThrow("down");
    const after = store.write("k", record, undefined, now);
    await failing;
    await expect(after).rejects.toThrow("down");
    storage.manner = undefined;
    expect(await store.write("k", record, undefined, now)).toBe(true);
  });

  it("neither takes nor overwrites what somebody else left under its key", async () => {
    const { storage, client, store } = opened();
    await client.set("sess:k", "something else", 0);
    const expected = expect.objectContaining({ code: "ERR_SESS_STORE_FAILED" });
    await expect(store.read("k", now)).rejects.toThrow(expected);
    await expect(store.write("k", record, undefined, now)).rejects.toThrow(expected);
    expect([...storage.entries.values()]).toEqual([expect.stringContaining("something else")]);
    await store.remove("k");
    expect(await store.read("k", now)).toBeUndefined();
  });

  it("leaves a Keyv that it was given connected, and stops listening to it", async () => {
    const { storage, client, store } = opened();
    const listening = () => (client as Keyv6).listeners("error").length;
    expect(listening()).toBe(1);
    await store.close?.();
    expect([listening(), storage.disconnected]).toEqual([0, 0]);
  });

  it("makes a Keyv once by the function that it was given, and disconnects it", async () => {
    const storage = new TroubledStorage();
    let made = 0;
    const client = () => {
      made++;
      return make({ store: storage });
    };
    const store = keyvStore({ client });
    await store.read("k", now);
    expect([made, storage.disconnected]).toEqual([1, 0]);
    await store.close?.();
    await store.close?.();
    expect([made, storage.disconnected]).toEqual([1, 1]);
  });

  it("claims what it was told, and nothing by itself", () => {
    const told = { durable: true, shared: true, nativeExpiry: true, maxBytes: 4_096 };
    const silent = { durable: false, shared: false, nativeExpiry: false, maxBytes: undefined };
    const always = { atomicWrite: false, owners: false, sweeps: false, mayBeStale: false };
    expect(keyvStore({ client: make(), ...told }).abilities).toEqual({ ...told, ...always });
    expect(keyvStore({ client: make() }).abilities).toEqual({ ...silent, ...always });
  });
});

describe("the options of keyvStore", () => {
  it.each([
    ["client", undefined],
    ["client", {}],
    ["client", { client: "redis://localhost" }],
    ["client", { client: new Map() }],
    ["client", { client: () => new Map() }],
    ["client", { client: new Keyv5() }],
    ["client", { client: new Keyv5({ throwOnErrors: true, emitErrors: false }) }],
    ["durable", { client: new Keyv6(), durable: "yes" }],
    ["shared", { client: new Keyv6(), shared: 1 }],
    ["nativeExpiry", { client: new Keyv6(), nativeExpiry: null }],
    ["maxBytes", { client: new Keyv6(), maxBytes: 0 }],
    ["maxTtl", { client: new Keyv6(), maxTtl: 1.5 }],
    ["keyv", { keyv: new Keyv6() }],
  ])("refuse an impossible %s", (name, options) => {
    const expected = expect.objectContaining({
      name: "TypeError",
      message: expect.stringContaining(`"${name}"`),
    });
    expect(() => keyvStore(options as never)).toThrow(expected);
  });

  it("say what to do with a Keyv 5 that swallows errors", () => {
    expect(() => keyvStore({ client: new Keyv5() })).toThrow("throwOnErrors: true");
  });
});

describe.each(versions)("@keyv/memcache in %s", (_, make) => {
  it("is recognised: sessions of 500,000 bytes at most, longer than 30 days without a time to live", async () => {
    const storage = new KeyvMemcache("127.0.0.1:1");
    const ttls: unknown[] = [];
    storage.get = async () => undefined;
    storage.set = async (_key, _value, ttl) => void ttls.push(ttl);
    const store = keyvStore({ client: make({ store: storage }) });
    expect(store.abilities.maxBytes).toBe(500_000);
    expect(keyvStore({ client: make({ store: storage }), maxBytes: 900_000 }).abilities.maxBytes).toBe(
      900_000,
    );
    await store.write("k", { ...record, expiresAt: now + 31 * day }, undefined, now);
    expect(ttls).toEqual([undefined]);
  });

  it("is refused with compression, under which it would lose every session", () => {
    const client = make({ store: new KeyvMemcache("127.0.0.1:1") });
    Object.assign(client, { compression: { compress: String, decompress: String } });
    expect(() => keyvStore({ client })).toThrow("compress");
  });
});
