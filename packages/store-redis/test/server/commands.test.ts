import { randomUUID } from "node:crypto";
import type { SessionRecord } from "@sess/core";
import { type RedisClient, type RedisStore, redisStore } from "@sess/store-redis";
import { startRedis, type TestServer } from "@sess-tests/servers";
import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { clients, end, libraries } from "./clients.ts";

const now = Date.UTC(2040, 0, 1);
const record: SessionRecord = { version: "v1", expiresAt: now + 1_000, endsAt: now + 9_000, data: "{}" };
const owned: SessionRecord = { ...record, owner: "ann" };

// A server of its own: nobody else's commands are seen.
let server: TestServer;
let watcher: ReturnType<typeof createClient>;
let seen: string[] = [];
beforeAll(async () => {
  server = await startRedis();
  watcher = createClient({ url: server.url });
  await watcher.connect();
  await watcher.monitor((line) => seen.push(String(line)));
});
afterAll(async () => {
  end(watcher);
  await server.stop();
});

describe.each(libraries)("the commands of %s", (name) => {
  let client: RedisClient;
  let store: RedisStore;
  let prefix: string;
  beforeEach(async () => {
    client = await clients[name](server.url);
    prefix = `${randomUUID()}:`;
    store = redisStore({ client, prefix });
    // Every script is known to the server, as it is but for the first time.
    await store.write("other", { ...owned, owner: "bob" }, undefined, now);
    await store.touch("other", now + 2_000, "v1", now);
    for await (const _ of store.listOwner("bob", now));
    await store.removeOwner("bob");
  });
  afterEach(() => end(client));

  /** Waits until the watcher has seen everything so far. */
  async function settled(): Promise<void> {
    const marker = randomUUID();
    await client.del(marker);
    await expect.poll(() => seen.some((line) => line.includes(marker))).toBe(true);
    seen = seen.filter((line) => !line.includes(marker));
  }

  /** The commands that reached the server during `work`, each with its key; not those within scripts. */
  async function sent(work: () => unknown): Promise<string[]> {
    await settled();
    seen = [];
    await work();
    await settled();
    const commands = seen.filter((line) => !line.includes(" lua]"));
    return commands.map((line) => {
      const words = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word]) => String(word));
      const command = String(words[0]).toLowerCase();
      const key = String(command === "evalsha" ? words[3] : words[1]);
      return `${command} ${key.replace(prefix, "")}`;
    });
  }

  it("are one each for reading, saving, touching and removing a session", async () => {
    expect(await sent(() => store.write("k", record, undefined, now))).toEqual(["evalsha record:k"]);
    expect(await sent(() => store.read("k", now))).toEqual(["hmget record:k"]);
    const next = { ...record, version: "v2" };
    expect(await sent(() => store.write("k", next, "v1", now))).toEqual(["evalsha record:k"]);
    expect(await sent(() => store.touch("k", now + 2_000, "v2", now))).toEqual(["evalsha record:k"]);
    expect(await sent(() => store.remove("k"))).toEqual(["del record:k"]);
  });

  it("are one for a refused save", async () => {
    await store.write("k", owned, undefined, now);
    const late = () => store.write("k", { ...owned, version: "v9", owner: "bob" }, "v0", now);
    expect(await sent(late)).toEqual(["evalsha record:k"]);
  });

  it("are none for a sweep, which has nothing to remove", async () => {
    await store.write("k", record, undefined, now);
    expect(await sent(async () => expect(await store.sweep(1_000, now + 9_000)).toBe(0))).toEqual([]);
  });

  it("are two where a session begins as somebody's, the index first", async () => {
    expect(await sent(() => store.write("k", owned, undefined, now))).toEqual([
      "evalsha owner:ann",
      "evalsha record:k",
    ]);
  });

  it("are three where it becomes somebody's or its end moves on, and then one again", async () => {
    const login = ["evalsha record:k", "evalsha owner:ann", "evalsha record:k"];
    await store.write("k", record, undefined, now);
    expect(await sent(() => store.write("k", { ...owned, version: "v2" }, "v1", now))).toEqual(login);
    expect(await sent(() => store.write("k", { ...owned, version: "v3" }, "v2", now))).toEqual([
      "evalsha record:k",
    ]);
    const longer = { ...owned, endsAt: owned.endsAt + 1 };
    expect(await sent(() => store.write("k", { ...longer, version: "v4" }, "v3", now))).toEqual(login);
    expect(await sent(() => store.write("k", { ...longer, version: "v5" }, "v4", now))).toEqual([
      "evalsha record:k",
    ]);
    expect(await sent(() => store.write("k", { ...owned, version: "v6" }, "v5", now))).toEqual([
      "evalsha record:k",
    ]);
  });

  it("are one for the index and one for each session where an owner's are listed or removed", async () => {
    for (const key of ["a", "b"]) await store.write(key, owned, undefined, now);
    const list = async () => {
      for await (const _ of store.listOwner("ann", now));
    };
    expect((await sent(list)).sort()).toEqual(["evalsha owner:ann", "hmget record:a", "hmget record:b"]);
    expect((await sent(() => store.removeOwner("ann"))).sort()).toEqual([
      "evalsha owner:ann",
      "evalsha owner:ann",
      "evalsha record:a",
      "evalsha record:b",
    ]);
  });
});
