import { type NodeRedisClient, type RedisStoreOptions, redisStore } from "@sess/store-redis";
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
