import { memoryStore, prefixStore, type SessionRecord, type SessionStore } from "@sess/core";
import { storeSuite } from "@sess/test-kit/store";
import { describe, expect, it } from "vitest";

const now = Date.UTC(2040, 0, 1);

const record = (instead: Partial<SessionRecord> = {}): SessionRecord => ({
  version: "v1",
  expiresAt: now + 3_600_000,
  endsAt: now + 7_200_000,
  data: "{}",
  ...instead,
});

await storeSuite({
  name: "prefix over memory",
  describe,
  it,
  createStore: () => prefixStore(memoryStore(), "app"),
});

await storeSuite({
  name: "a prefix beside another's records",
  describe,
  it,
  async createStore() {
    const store = memoryStore();
    const other = prefixStore(store, "other");
    for (const key of ["k1", "k2", "k3"]) await other.write(key, record({ owner: "ann" }), undefined, now);
    return prefixStore(store, "app");
  },
});

await storeSuite({
  name: "a prefix in a prefix",
  describe,
  it,
  createStore: () => prefixStore(prefixStore(memoryStore(), "outer"), "inner"),
});

describe("prefixStore", () => {
  it("puts the prefix and a colon in front of keys and owners, and takes them off again", async () => {
    const store = memoryStore();
    const shop = prefixStore(store, "shop");
    await shop.write("a", record({ owner: "ann" }), undefined, now);
    expect(store.read("shop:a", now)?.owner).toBe("shop:ann");
    expect(await shop.read("a", now)).toEqual(record({ owner: "ann" }));
    for await (const owned of shop.listOwner?.("ann", now) ?? []) {
      expect(owned).toEqual({ key: "a", record: record({ owner: "ann" }) });
    }
    expect(await shop.removeOwner?.("ann")).toEqual(["a"]);
  });

  it("takes a colon at the end of the prefix as the one it would add", async () => {
    const store = memoryStore();
    await prefixStore(store, "shop:").write("a", record(), undefined, now);
    expect(await prefixStore(store, "shop").read("a", now)).toEqual(record());
  });

  it("keeps the same key and the same owner of two prefixes apart", async () => {
    const store = memoryStore();
    const shop = prefixStore(store, "shop");
    const blog = prefixStore(store, "blog");
    await shop.write("a", record({ owner: "ann", data: "shop" }), undefined, now);
    await blog.write("a", record({ owner: "ann", data: "blog" }), undefined, now);
    expect(await shop.removeOwner?.("ann")).toEqual(["a"]);
    expect(await blog.read("a", now)).toEqual(record({ owner: "ann", data: "blog" }));
  });

  it("takes no owner of another prefix for its own, whatever the owner is called", async () => {
    const store = memoryStore();
    const a = prefixStore(store, "a");
    const ab = prefixStore(store, "ab");
    await ab.write("k", record({ owner: ":1" }), undefined, now);
    for (const owner of ["b::1", "b:1", ":b:1"]) expect(await a.removeOwner?.(owner)).toEqual([]);
    expect(await ab.read("k", now)).toBeDefined();
  });

  it("spares the session under `except` by its key without the prefix", async () => {
    const shop = prefixStore(memoryStore(), "shop");
    for (const key of ["a", "b"]) await shop.write(key, record({ owner: "ann" }), undefined, now);
    expect(await shop.removeOwner?.("ann", "a")).toEqual(["b"]);
  });

  it("can do exactly what the store underneath can", () => {
    const { abilities, read, write, remove } = memoryStore();
    const least: SessionStore = {
      abilities: { ...abilities, owners: false, sweeps: false },
      read,
      write,
      remove,
    };
    const prefixed = prefixStore(least, "app");
    expect(Object.keys(prefixed).sort()).toEqual(["abilities", "read", "remove", "write"]);
    expect(prefixed.abilities).toBe(least.abilities);
  });

  it("asks the store underneath past its cache when it is asked so", async () => {
    const asked: (boolean | undefined)[] = [];
    const store = memoryStore();
    const spied: SessionStore = {
      ...store,
      read(key, at, fresh) {
        asked.push(fresh);
        return store.read(key, at);
      },
    };
    await prefixStore(spied, "app").read("a", now, true);
    expect(asked).toEqual([true]);
  });

  it("calls the methods of a store that is a class on the store itself", () => {
    class Counting {
      swept = 0;
      readonly abilities = memoryStore().abilities;
      read() {
        return undefined;
      }
      write() {
        return false;
      }
      remove() {}
      sweep() {
        return ++this.swept;
      }
    }
    expect(prefixStore(new Counting(), "app").sweep?.(10, now)).toBe(1);
  });

  it.each(["", ":", "a:b", "a b", "ä", "a/b", "a'b", "a%", "a*", "a\n", "x".repeat(65), undefined, 5, null])(
    "refuses the prefix %j",
    (prefix) => {
      expect(() => prefixStore(memoryStore(), prefix as string)).toThrow(/"prefix" must be 1 to 64 letters/);
    },
  );
});
