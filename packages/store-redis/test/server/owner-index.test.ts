import { randomUUID } from "node:crypto";
import type { SessionRecord } from "@sess/core";
import { type NodeRedisClient, type RedisStore, redisStore } from "@sess/store-redis";
import { serverUrl } from "@sess-tests/servers";
import { createClient } from "redis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { end } from "./clients.ts";

const now = Date.UTC(2040, 0, 1);
const minutes = 60_000;
const owned: SessionRecord = {
  version: "v1",
  expiresAt: now + 60 * minutes,
  endsAt: now + 120 * minutes,
  data: "{}",
  owner: "ann",
};

const open = async () => createClient({ url: serverUrl("redis") }).connect();
let client: Awaited<ReturnType<typeof open>>;
let prefix: string;
let store: RedisStore;
beforeEach(async () => {
  client = await open();
  prefix = `${randomUUID()}:`;
  store = redisStore({ client, prefix });
});
afterEach(() => end(client));

async function listed(owner: string, at: number, from = store): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of from.listOwner(owner, at)) keys.push(key);
  return keys.sort();
}

/** The entries of the index, without the marks of writes under way. */
async function entries(owner = "ann"): Promise<string[]> {
  const members = await client.zRange(`${prefix}owner:${owner}`, 0, -1);
  return members.filter((member) => !member.startsWith("+"));
}

describe("the index of an owner", () => {
  it("names each session once, by the time after which nobody needs the entry", async () => {
    await store.write("a", owned, undefined, now);
    await store.write("a", { ...owned, version: "v2", endsAt: now + 180 * minutes }, "v1", now);
    await store.write("b", owned, undefined, now);
    expect(await entries()).toEqual(["b", "a"]);
    expect(await client.zScore(`${prefix}owner:ann`, "a")).toBe(now + 180 * minutes);
  });

  it("keeps an entry until the latest end that its session was given", async () => {
    await store.write("a", { ...owned, endsAt: now + 180 * minutes }, undefined, now);
    await store.write("a", { ...owned, version: "v2" }, "v1", now);
    await store.remove("a");
    await store.write("a", owned, undefined, now);
    expect(await client.zScore(`${prefix}owner:ann`, "a")).toBe(now + 180 * minutes);
  });

  it("drops entries a minute after the end of their session, when another is written", async () => {
    await store.write("a", owned, undefined, now);
    const later = { ...owned, endsAt: now + 300 * minutes };
    await store.write("b", later, undefined, owned.endsAt + minutes - 1);
    expect(await entries()).toEqual(["a", "b"]);
    await store.write("c", later, undefined, owned.endsAt + minutes);
    expect(await entries()).toEqual(["b", "c"]);
  });

  it("drops entries with the records that removeOwner removes, also new ones", async () => {
    await store.write("a", owned, undefined, now);
    await store.write("b", owned, undefined, now);
    expect(await store.removeOwner("ann", "b")).toEqual(["a"]);
    expect(await entries()).toEqual(["b"]);
  });

  it("is gone with its last entry", async () => {
    await store.write("a", owned, undefined, now);
    await store.removeOwner("ann");
    expect(await client.exists(`${prefix}owner:ann`)).toBe(0);
  });

  it("is repaired by listing: entries of removed records and of other owners' go", async () => {
    await store.write("removed", owned, undefined, now);
    await store.write("taken", owned, undefined, now);
    await store.write("kept", owned, undefined, now);
    await store.remove("removed");
    await store.write("taken", { ...owned, version: "v2", owner: "bob" }, "v1", now);
    expect(await listed("ann", now + 11 * minutes)).toEqual(["kept"]);
    expect(await entries()).toEqual(["kept"]);
    expect(await listed("bob", now + 11 * minutes)).toEqual(["taken"]);
  });

  it("keeps the entry of a record that has expired but is still there: a clock behind may touch it", async () => {
    await store.write("a", owned, undefined, now);
    expect(await listed("ann", owned.expiresAt)).toEqual([]);
    expect(await store.touch("a", owned.endsAt, "v1", owned.expiresAt - 1)).toBe(true);
    expect(await listed("ann", owned.expiresAt)).toEqual(["a"]);
  });

  it("comes before the record: where it cannot be written, nothing is", async () => {
    await store.write("k", { ...owned, owner: "bob" }, undefined, now);
    await client.set(`${prefix}owner:ann`, "not an index");
    await expect(store.write("new", owned, undefined, now)).rejects.toThrow(/WRONGTYPE/);
    await expect(store.write("k", { ...owned, version: "v2" }, "v1", now)).rejects.toThrow(/WRONGTYPE/);
    expect(await store.read("new", now)).toBeUndefined();
    expect(await store.read("k", now)).toMatchObject({ version: "v1", owner: "bob" });
  });

  it("loses no session to a listing between the entry and its record", async () => {
    let listing: readonly string[] | undefined;
    const paused: NodeRedisClient = {
      hmGet: (key, fields) => client.hmGet(key, fields),
      del: (key) => client.del(key),
      eval: (script, input) => client.eval(script, input),
      async evalSha(sha, input) {
        // The entry is in the index, its record is not written yet.
        if (input.keys[0] === `${prefix}record:k` && (await entries()).includes("k")) {
          listing ??= await listed("ann", now + 9 * minutes);
        }
        return client.evalSha(sha, input);
      },
      destroy() {},
    };
    const slow = redisStore({ client: paused, prefix });
    await slow.write("k", owned, undefined, now);
    expect(listing).toEqual([]);
    expect(await listed("ann", now + 60 * minutes - 1)).toEqual(["k"]);
    expect(await store.removeOwner("ann")).toEqual(["k"]);
  });

  it("loses no session where many log in, log out, list and revoke at once", async () => {
    const stores = await Promise.all(
      Array.from({ length: 4 }, async () => redisStore({ client: open, prefix })),
    );
    const keys = Array.from({ length: 40 }, (_, index) => `k${index}`);
    await Promise.all(keys.map((key) => store.write(key, { ...owned, owner: "eve" }, undefined, now)));
    await Promise.all(
      keys.map(async (key, index) => {
        const theirs = stores[index % 4] as RedisStore;
        const again = { ...owned, version: "v2" };
        await Promise.all([
          theirs.write(key, again, "v1", now),
          listed("ann", now),
          index % 2 === 0 ? listed("eve", now) : listed("ann", now, theirs),
        ]);
      }),
    );
    expect(await listed("ann", now + 11 * minutes)).toEqual([...keys].sort());
    expect(await listed("eve", now + 11 * minutes)).toEqual([]);
    expect([...(await store.removeOwner("ann"))].sort()).toEqual([...keys].sort());
    for (const other of stores) await other.close();
  });

  it("lists and removes hundreds of sessions of one owner", async () => {
    const keys = Array.from({ length: 450 }, (_, index) => `k${index}`);
    await Promise.all(keys.map((key) => store.write(key, owned, undefined, now)));
    expect(await listed("ann", now)).toHaveLength(450);
    expect(await store.removeOwner("ann", "k7")).toHaveLength(449);
    expect(await listed("ann", now)).toEqual(["k7"]);
  });
});
