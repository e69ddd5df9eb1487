import { assertOptionNames, invalidOption } from "@sess/core";
import { assertReportsErrors, type KeyvClient } from "./keyv-client.ts";
import { storageLimits } from "./storage-limits.ts";

/** Options of `keyvStore`. */
export interface KeyvStoreOptions {
  /**
   * A Keyv 6, or a Keyv 5.4 or newer made with `throwOnErrors: true`; or a function that makes one, called at once. The
   * store disconnects only what the function made.
   */
  readonly client: KeyvClient | (() => KeyvClient);
  /**
   * Say true where the storage keeps its records when this process ends: not for a Map, nor for memcached, which drops
   * records when its memory is full.
   * @default false
   */
  readonly durable?: boolean;
  /**
   * Say true where other processes reach the same records: not for a Map.
   * @default false
   */
  readonly shared?: boolean;
  /**
   * Say true where the storage removes expired records by itself: Redis, memcached, etcd, DynamoDB and MongoDB do. Where
   * none does, expired records stay, because Keyv cannot sweep.
   * @default false
   */
  readonly nativeExpiry?: boolean;
  /**
   * How many bytes of UTF-8 the data of a session may have, as core then enforces.
   * @default 500_000 for `@keyv/memcache`, no limit otherwise
   */
  readonly maxBytes?: number;
  /**
   * The longest time to live that the storage takes, in seconds. A record with a later deadline is kept without one; the
   * store ends it all the same.
   * @default 2_592_000 (30 days) for `@keyv/memcache`, no limit otherwise
   */
  readonly maxTtl?: number;
}

/** The options as the store uses them. */
export interface KeyvSettings {
  readonly client: KeyvClient;
  /** Whether the store made the client. */
  readonly owned: boolean;
  readonly durable: boolean;
  readonly shared: boolean;
  readonly nativeExpiry: boolean;
  readonly maxBytes: number | undefined;
  readonly maxTtl: number | undefined;
}

const flags = ["durable", "shared", "nativeExpiry"] as const;
const limits = ["maxBytes", "maxTtl"] as const;
const names: readonly string[] = ["client", ...flags, ...limits];

/** The options with their defaults. Throws a `TypeError` for an unknown or impossible one. */
export function checkedOptions(options: KeyvStoreOptions): KeyvSettings {
  assertOptionNames(options, names);
  for (const name of flags) {
    const value = options?.[name];
    if (value !== undefined && typeof value !== "boolean")
      throw invalidOption(name, "must be true or false", value);
  }
  for (const name of limits) {
    const value = options?.[name];
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0))
      throw invalidOption(name, "must be a positive integer", value);
  }
  const { client: given, durable = false, shared = false, nativeExpiry = false, ...limited } = options ?? {};
  const owned = typeof given === "function";
  const client = owned ? given() : given;
  assertReportsErrors(client);
  return { client, owned, durable, shared, nativeExpiry, ...storageLimits(client), ...limited };
}
