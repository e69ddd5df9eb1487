import { type RedisClient, type RedisStore, redisStore } from "@sess/store-redis";
import { type RedisPair, startRedis, startRedisPair, type TestServer } from "@sess-tests/servers";
import { Redis } from "ioredis";
import { describe, expect, it, onTestFinished } from "vitest";
import { clients, end, libraries } from "./clients.ts";

const now = Date.UTC(2040, 0, 1);
const record = { version: "v1", expiresAt: now + 1_000, endsAt: now + 9_000, data: "{}", owner: "ann" };
const keys = Array.from({ length: 50 }, (_, index) => `k${index}`);

async function listed(store: RedisStore): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store.listOwner("ann", now)) found.push(key);
  return found.sort();
}

describe.each(libraries)("%s", (name) => {
  async function connected(server: TestServer): Promise<RedisClient> {
    const client = await clients[name](server.url);
    onTestFinished(() => end(client));
    return client;
  }

  it("finds after a failover what was acknowledged and replicated, and goes on", async () => {
    const pair: RedisPair = await startRedisPair();
    onTestFinished(() => pair.stop());
    const before = redisStore({ client: await connected(pair.primary) });
    for (const key of keys) expect(await before.write(key, record, undefined, now)).toBe(true);
    await before.remove("k0");
    const primary = new Redis(pair.primary.url);
    expect(await primary.wait(1, 20_000)).toBe(1);
    primary.disconnect();
    await pair.failover();

    const after = redisStore({ client: await connected(pair.replica) });
    expect(await after.write("k0", { ...record, version: "late" }, "v1", now)).toBe(false);
    for (const key of keys.slice(1)) {
      expect(await after.read(key, now)).toEqual(record);
      expect(await after.write(key, { ...record, version: "v2" }, "v1", now)).toBe(true);
      expect(await after.touch(key, now + 2_000, "v2", now)).toBe(true);
    }
    expect(await listed(after)).toEqual(keys.slice(1).sort());
    expect(await after.removeOwner("ann")).toHaveLength(49);
  });

  it("goes on by itself when the server is back, with what was on its disk", async () => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    const store = redisStore({ client: await connected(server) });
    for (const key of keys) await store.write(key, record, undefined, now);
    await server.kill();
    await server.start();
    await expect.poll(() => store.read("k0", now).catch(() => "down"), { timeout: 20_000 }).toEqual(record);
    expect(await store.write("k0", { ...record, version: "v2" }, "v1", now)).toBe(true);
    expect(await listed(store)).toEqual([...keys].sort());
  });

  it("finds nothing on a server that came back empty, and takes new sessions", async () => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    const store = redisStore({ client: await connected(server) });
    await store.write("k", record, undefined, now);
    await server.kill();
    await server.startEmpty();
    await expect.poll(() => store.read("k", now).catch(() => "down"), { timeout: 20_000 }).toBeUndefined();
    expect(await store.write("k", { ...record, version: "late" }, "v1", now)).toBe(false);
    expect(await store.touch("k", now + 2_000, "v1", now)).toBe(false);
    expect(await listed(store)).toEqual([]);
    expect(await store.write("k", record, undefined, now)).toBe(true);
    expect(await listed(store)).toEqual(["k"]);
  });
});
