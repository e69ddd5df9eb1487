/** What a script is given, as node-redis takes it. */
export interface NodeRedisScriptInput {
  keys: string[];
  arguments: string[];
}

/** What the store needs of node-redis 5 or 6: a client, a pool, a sentinel or a cluster, connected. */
export interface NodeRedisClient {
  hmGet(key: string, fields: string[]): Promise<unknown>;
  evalSha(sha: string, input: NodeRedisScriptInput): Promise<unknown>;
  eval(script: string, input: NodeRedisScriptInput): Promise<unknown>;
  del(key: string): Promise<unknown>;
  destroy(): unknown;
}

/** What the store needs of ioredis or iovalkey: a client or a cluster. */
export interface IoRedisClient {
  hmget(key: string, ...fields: string[]): Promise<unknown>;
  evalsha(sha: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  eval(script: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  del(key: string): Promise<unknown>;
  disconnect(): unknown;
}

/** A client of node-redis, ioredis or iovalkey as it is. */
export type RedisClient = NodeRedisClient | IoRedisClient;
