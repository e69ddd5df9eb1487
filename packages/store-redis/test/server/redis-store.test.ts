import { randomUUID } from "node:crypto";
import type { SessionRecord } from "@sess/core";
import { type RedisStore, redisStore } from "@sess/store-redis";
import { serverUrl, startRedis } from "@sess-tests/servers";
import { createClient } from "redis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ClientName, clients, end, libraries } from "./clients.ts";

const url = serverUrl("redis");
const now = Date.UTC(2040, 0, 1);
const record: SessionRecord = {
  version: "v1",
  expiresAt: now + 1_000,
  endsAt: now + 9_000,
  data: '{"cart":["apple"]}',
};

const open = async () => createClient({ url }).connect();
let client: Awaited<ReturnType<typeof open>>;
let prefix: string;
let store: RedisStore;
beforeEach(async () => {
  client = await open();
  prefix = `${randomUUID()}:`;
  store = redisStore({ client, prefix });
});
afterEach(() => end(client));

describe("what an operator sees", () => {
  it("is a hash for each session, with names that say what is in them", async () => {
    await store.write("k", { ...record, owner: "ann" }, undefined, now);
    expect({ ...(await client.hGetAll(`${prefix}record:k`)) }).toEqual({
      version: "v1",
      expiresAt: String(now + 1_000),
      endsAt: String(now + 9_000),
      data: '{"cart":["apple"]}',
      owner: "ann",
    });
    expect(await client.exists(`${prefix}owner:ann`)).toBe(1);
  });

  it("has no field for an owner where there is none", async () => {
    await store.write("k", record, undefined, now);
    expect(Object.keys(await client.hGetAll(`${prefix}record:k`))).not.toContain("owner");
  });

  it("begins with `sess:` by default", async () => {
    const byDefault = redisStore({ client });
    const key = randomUUID();
    await byDefault.write(key, record, undefined, now);
    expect(await client.exists(`sess:record:${key}`)).toBe(1);
    await byDefault.remove(key);
    expect(await client.exists(`sess:record:${key}`)).toBe(0);
  });

  it("keeps records and indexes apart, whatever a key or an owner is like", async () => {
    await store.write("owner:ann", record, undefined, now);
    await store.write("k", { ...record, owner: "ann" }, undefined, now);
    await store.write("l", { ...record, owner: "record:k" }, undefined, now);
    expect(await store.removeOwner("ann")).toEqual(["k"]);
    expect(await store.removeOwner("record:k")).toEqual(["l"]);
    expect(await store.read("owner:ann", now)).toEqual(record);
  });
});

describe("a user of Redis's access control", () => {
  it("needs no more than these commands, on the keys of the prefix", async () => {
    const name = `user-${randomUUID()}`;
    const commands =
      "hmget|hget|hset|hdel|del|pexpireat|eval|evalsha|zadd|zrange|zscore|zrem|zremrangebyscore";
    const allowed = commands.split("|").map((command) => `+${command}`);
    await client.aclSetUser(name, ["on", ">secret", `~${prefix}*`, "-@all", ...allowed, "+hello"]);
    const theirs = createClient({ url, username: name, password: "secret", disableClientInfo: true });
    await theirs.connect();
    const limited = redisStore({ client: theirs, prefix });
    await client.scriptFlush();
    const owned = { ...record, owner: "ann" };
    await limited.write("k", record, undefined, now);
    await limited.write("k", { ...owned, version: "v2" }, "v1", now);
    await limited.write("l", owned, undefined, now);
    await limited.touch("k", now + 2_000, "v2", now);
    await limited.remove("l");
    expect(await limited.read("k", now)).toMatchObject({ version: "v2", expiresAt: now + 2_000 });
    for await (const { key } of limited.listOwner("ann", now + 700_000)) expect(key).toBe("k");
    for await (const _ of limited.listOwner("ann", now));
    expect(await limited.removeOwner("ann")).toEqual(["k"]);
    end(theirs);
    await client.aclDelUser(name);
  });
});

describe("native expiry", () => {
  it("is a minute behind the deadline, and moves with writes and touches", async () => {
    const expiry = () => client.pExpireTime(`${prefix}record:k`);
    await store.write("k", record, undefined, now);
    expect(await expiry()).toBe(now + 61_000);
    await store.touch("k", now + 5_000, "v1", now);
    expect(await expiry()).toBe(now + 65_000);
    await store.write("k", { ...record, version: "v2", expiresAt: now + 2_000 }, "v1", now);
    expect(await expiry()).toBe(now + 62_000);
  });

  it("of an index is a minute behind the last end of its sessions", async () => {
    const expiry = () => client.pExpireTime(`${prefix}owner:ann`);
    const endsAt = now + 86_400_000;
    await store.write("a", { ...record, owner: "ann", endsAt }, undefined, now);
    expect(await expiry()).toBe(endsAt + 60_000);
    await store.write("b", { ...record, owner: "ann" }, undefined, now);
    expect(await expiry()).toBe(endsAt + 60_000);
  });
});

describe("a server without memory left", () => {
  it("refuses a save and a touch, and keeps the session as it was", async () => {
    const full = await startRedis();
    const direct = await createClient({ url: full.url }).connect();
    try {
      const there = redisStore({ client: direct });
      await there.write("k", { ...record, owner: "ann" }, undefined, now);
      await direct.configSet({ maxmemory: "1", "maxmemory-policy": "noeviction" });
      await expect(there.write("k", { ...record, version: "v2" }, "v1", now)).rejects.toThrow(/OOM/);
      await expect(there.touch("k", now + 5_000, "v1", now)).rejects.toThrow(/OOM/);
      expect(await there.read("k", now)).toEqual({ ...record, owner: "ann" });
      expect(await there.removeOwner("ann")).toEqual(["k"]);
    } finally {
      end(direct);
      await full.stop();
    }
  });
});

describe("the client", () => {
  it("that was given stays open", async () => {
    await store.read("k", now);
    await store.close();
    expect(await client.ping()).toBe("PONG");
  });

  it.each(libraries)("of %s that a function opened is closed with the store", async (name) => {
    const opened = await clients[name](url);
    const theirs = redisStore({ client: () => opened });
    expect(await theirs.read("k", now)).toBeUndefined();
    await theirs.close();
    await expect(opened.del("k")).rejects.toThrow(/closed/i);
  });

  it("is opened once, at the first use", async () => {
    let count = 0;
    const lazy = redisStore({
      client: () => {
        count++;
        return open();
      },
    });
    expect(count).toBe(0);
    await Promise.all([lazy.read("a", now), lazy.read("b", now), lazy.remove("c")]);
    await lazy.read("a", now);
    expect(count).toBe(1);
    await lazy.close();
    await lazy.close();
  });

  it.each([
    [
      "rejects",
      async () => {
        throw new Error("no server");
      },
    ],
    [
      "throws",
      () => {
        throw new Error("no server");
      },
    ],
  ])("is opened again after opening it %s", async (_how, fails) => {
    let count = 0;
    const theirs = redisStore({ client: () => (count++ === 0 ? fails() : open()) });
    await expect(theirs.read("k", now)).rejects.toThrow("no server");
    expect(await theirs.read("k", now)).toBeUndefined();
    expect(count).toBe(2);
    await theirs.close();
  });

  it("is not opened by closing a store that was never used", async () => {
    const unused = redisStore({
      client: () => {
        throw new Error("opened");
      },
    });
    await unused.close();
    await expect(unused.read("k", now)).rejects.toMatchObject({ code: "ERR_SESS_STORE_CLOSED" });
  });
});

describe("scripts", () => {
  it.each<ClientName>([...libraries, "ioredis with every convenience", "node-redis 6 over RESP2"])(
    "are sent again by %s to a server that has forgotten them",
    async (name) => {
      const theirs = await clients[name](url);
      const forgetful = redisStore({ client: theirs, prefix });
      const forget = () => client.scriptFlush();
      await forget();
      expect(await forgetful.write("k", { ...record, owner: "ann" }, undefined, now)).toBe(true);
      await forget();
      expect(await forgetful.touch("k", now + 2_000, "v1", now)).toBe(true);
      await forget();
      expect(await forgetful.write("k", { ...record, version: "v2", owner: "ann" }, "v1", now)).toBe(true);
      await forget();
      expect(await forgetful.removeOwner("ann")).toEqual(["k"]);
      end(theirs);
    },
  );
});
