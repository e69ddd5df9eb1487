import { lifetimeSeconds, type Setup } from "../contestant.ts";
import { connectRedis } from "../redis-client.ts";

/** The smallest store that the interfaces of the other libraries allow, for those that ship none. */
export interface ObjectStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
  close(): void;
}

/** JSON text in a `Map`. */
export function mapStore(): ObjectStore {
  const texts = new Map<string, string>();
  return {
    async get(key) {
      const text = texts.get(key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    async set(key, value) {
      texts.set(key, JSON.stringify(value));
    },
    async remove(key) {
      texts.delete(key);
    },
    close() {},
  };
}

/** JSON text in Redis: one command for each call. */
export async function redisObjectStore(setup: Setup, prefix: string): Promise<ObjectStore> {
  const client = await connectRedis(setup.redisUrl);
  const name = (key: string) => `${prefix}:${setup.rolling}:${key}`;
  return {
    async get(key) {
      const text = await client.get(name(key));
      return text === null ? undefined : JSON.parse(text);
    },
    async set(key, value) {
      await client.set(name(key), JSON.stringify(value), { EX: lifetimeSeconds });
    },
    async remove(key) {
      await client.del(name(key));
    },
    close: () => client.destroy(),
  };
}
