import type { SessionRecord } from "@sess/core";
import {
  type IoRedisClient,
  type NodeRedisClient,
  type RedisClient,
  type RedisStore,
  redisStore,
} from "@sess/store-redis";
import { type Cluster as IoCluster, Redis as IoRedis } from "ioredis";
import type { Redis as IoValkey, Cluster as ValkeyCluster } from "iovalkey";
import { createClient, createClientPool, createCluster, createSentinel, RESP_TYPES } from "redis";
import {
  createClient as createClient5,
  createClientPool as createClientPool5,
  createCluster as createCluster5,
  createSentinel as createSentinel5,
} from "redis5";
import { describe, expectTypeOf, it } from "vitest";

describe("the client of redisStore", () => {
  it("is one of node-redis 6 as it is: client, pool, sentinel, cluster", () => {
    expectTypeOf(createClient()).toExtend<NodeRedisClient>();
    expectTypeOf(createClient({ RESP: 2 })).toExtend<NodeRedisClient>();
    expectTypeOf(
      createClient().withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }),
    ).toExtend<NodeRedisClient>();
    expectTypeOf(createClientPool()).toExtend<NodeRedisClient>();
    expectTypeOf(createSentinel({ name: "main", sentinelRootNodes: [] })).toExtend<NodeRedisClient>();
    expectTypeOf(createCluster({ rootNodes: [] })).toExtend<NodeRedisClient>();
  });

  it("is one of node-redis 5 as it is: client, pool, sentinel, cluster", () => {
    expectTypeOf(createClient5()).toExtend<NodeRedisClient>();
    expectTypeOf(createClient5({ RESP: 3 })).toExtend<NodeRedisClient>();
    expectTypeOf(createClientPool5()).toExtend<NodeRedisClient>();
    expectTypeOf(createSentinel5({ name: "main", sentinelRootNodes: [] })).toExtend<NodeRedisClient>();
    expectTypeOf(createCluster5({ rootNodes: [] })).toExtend<NodeRedisClient>();
  });

  it("is one of ioredis or iovalkey as it is: client, cluster", () => {
    expectTypeOf<IoRedis>().toExtend<IoRedisClient>();
    expectTypeOf<IoCluster>().toExtend<IoRedisClient>();
    expectTypeOf<IoValkey>().toExtend<IoRedisClient>();
    expectTypeOf<ValkeyCluster>().toExtend<IoRedisClient>();
  });

  it("is a client or a function that opens one, at once or not, and no address", () => {
    expectTypeOf(redisStore).toBeCallableWith({ client: createClient() });
    expectTypeOf(redisStore).toBeCallableWith({ client: () => createClient().connect() });
    expectTypeOf(redisStore).toBeCallableWith({ client: () => createCluster5({ rootNodes: [] }).connect() });
    expectTypeOf(redisStore).toBeCallableWith({ client: () => new IoRedis() });
    // @ts-expect-error The user opens the connection.
    redisStore({ client: "redis://localhost" });
    // @ts-expect-error There is no such option.
    redisStore({ client: null as never as RedisClient, keyPrefix: "x" });
  });
});

describe("redisStore", () => {
  it("answers with promises", () => {
    expectTypeOf<RedisStore["read"]>().returns.toEqualTypeOf<Promise<SessionRecord | undefined>>();
    expectTypeOf<RedisStore["touch"]>().returns.toEqualTypeOf<Promise<boolean>>();
  });
});
