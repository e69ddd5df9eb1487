import { invalidOption } from "@sess/core";
import type { KeyvClient } from "./keyv-client.ts";

/** What a storage takes at most; undefined = anything. */
export interface StorageLimits {
  /** Bytes of session data. */
  readonly maxBytes: number | undefined;
  /** Seconds to live. */
  readonly maxTtl: number | undefined;
}

/**
 * memcached takes items of 1 MiB with key and header, and Keyv's JSON can double what is inside (a quote becomes two
 * characters). It reads a time to live above 30 days as a date, long past.
 */
const memcached: StorageLimits = { maxBytes: 500_000, maxTtl: 30 * 86_400 };

/** The limits of the storage, as far as it can be recognised. Refuses what is known to lose every record. */
export function storageLimits(client: KeyvClient): StorageLimits {
  let storage: object = client;
  // Keyv 6 wraps most storages.
  while ("store" in storage && typeof storage.store === "object" && storage.store !== null) {
    storage = storage.store;
  }
  // Only @keyv/memcache has it.
  if (!("formatKey" in storage)) return { maxBytes: undefined, maxTtl: undefined };
  if (client.compression === undefined && client.encryption === undefined) return memcached;
  throw invalidOption(
    "client",
    "must neither compress nor encrypt with @keyv/memcache, which parses what it reads by itself: every session would be lost",
    client,
  );
}
