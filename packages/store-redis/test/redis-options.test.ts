import { type NodeRedisClient, type RedisStoreOptions, redisStore } from "@sess/store-redis";
import { createClient } from "redis";
import { createClient as createClient5 } from "redis5";
import { describe, expect, it } from "vitest";

const unused = async () => {
  throw new Error("no option is a reason to send a command");
};
const client: NodeRedisClient = { hmGet: unused, evalSha: unused, eval: unused, del: unused, destroy() {} };

describe("the options of redisStore", () => {
  it.each<[name: string, options: unknown]>([
    ["client", undefined],
    ["client", {}],
    ["client", { client: "redis://localhost" }],
    ["client", { client: null }],
    ["client", { client: { get() {}, set() {} } }],
    ["prefix", { client, prefix: "" }],
    ["prefix", { client, prefix: 7 }],
    ["replicas", { client, replicas: "yes" }],
    ["maxBytes", { client, maxBytes: 0 }],
    ["maxBytes", { client, maxBytes: 1.5 }],
    ["keyPrefix", { client, keyPrefix: "x" }],
  ])("refuse an impossible %s: %j", (name, options) => {
    const expected = expect.objectContaining({
      name: "TypeError",
      message: expect.stringContaining(`"${name}"`),
    });
    expect(() => redisStore(options as RedisStoreOptions)).toThrow(expected);
  });

  it("refuse a client of node-redis 5 that mixes up replies after a lost connection", () => {
    const message = expect.stringContaining("must have `disableOfflineQueue: true`");
    for (const options of [{}, { disableOfflineQueue: false }]) {
      expect(() => redisStore({ client: createClient5(options) })).toThrow(
        expect.objectContaining({ name: "TypeError", message }),
      );
    }
    expect(() => redisStore({ client: createClient5({ disableOfflineQueue: true }) })).not.toThrow();
    expect(() => redisStore({ client: createClient() })).not.toThrow();
    expect(() => redisStore({ client: createClient().withTypeMapping({}) })).not.toThrow();
  });

  it("refuse what a function opens as they refuse what is given, and leave nothing open", async () => {
    let open = 0;
    const unsafe = () => {
      open++;
      return { ...client, options: {}, destroy: () => open-- };
    };
    await expect(redisStore({ client: unsafe }).read("k", 0)).rejects.toThrow(/disableOfflineQueue/);
    expect(open).toBe(0);
    const none = () => undefined as unknown as NodeRedisClient;
    await expect(redisStore({ client: none }).read("k", 0)).rejects.toThrow(/must be a client of node-redis/);
  });

  it("do not make close fail where the client could not be opened", async () => {
    let fail = (_: Error): void => {};
    const opening = new Promise<NodeRedisClient>((_, reject) => {
      fail = reject;
    });
    const store = redisStore({ client: () => opening });
    const read = store.read("k", 0);
    const closed = store.close();
    fail(new Error("no server"));
    await expect(read).rejects.toThrow("no server");
    await closed;
  });

  it("are told by the abilities", () => {
    expect(redisStore({ client }).abilities).toMatchObject({ mayBeStale: false, maxBytes: undefined });
    expect(redisStore({ client, maxBytes: 4_096 }).abilities.maxBytes).toBe(4_096);
    expect(redisStore({ client, replicas: true }).abilities.mayBeStale).toBe(true);
  });

  it("open no client: that is left to the first call", async () => {
    const store = redisStore({ client: unused });
    await store.close();
    await expect(store.read("k", 0)).rejects.toMatchObject({ code: "ERR_SESS_STORE_CLOSED" });
  });
});
