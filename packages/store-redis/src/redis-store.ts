import type { OwnedRecord, SessionRecord, SessionStore } from "@sess/core";
import { redisConnection } from "./redis-connection.ts";
import { checkedOptions, type RedisStoreOptions } from "./redis-options.ts";
import {
  addEntryScript,
  dropEntriesScript,
  entriesScript,
  noVersion,
  outcomes,
  readScript,
  removeOwnedScript,
  type Script,
  touchScript,
  writeScript,
} from "./scripts.ts";

/** A store in Redis. */
export interface RedisStore extends SessionStore {
  read(key: string, now: number, fresh?: boolean): Promise<SessionRecord | undefined>;
  write(key: string, record: SessionRecord, expected: string | undefined, now: number): Promise<boolean>;
  remove(key: string): Promise<void>;
  touch(key: string, expiresAt: number, expected: string, now: number): Promise<boolean>;
  /** Does nothing, sends nothing and answers 0: Redis removes expired records by itself. */
  sweep(limit: number, now: number): Promise<number>;
  listOwner(owner: string, now: number): AsyncIterable<OwnedRecord>;
  removeOwner(owner: string, except?: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** The fields of a record, in the order in which they are read. */
const fields = ["version", "expiresAt", "endsAt", "data", "owner"];

/** How many records of an owner are asked for at once. */
const pageSize = 100;

/**
 * Sessions in Redis 6.2 or newer, or Valkey, over node-redis, ioredis or iovalkey; a cluster works as well. Reading,
 * saving, touching and removing a session is one command on one key each. Where a save makes a session somebody's, or
 * moves the end of somebody's, the entry in the owner's index is written before it, by a command of its own.
 *
 * Redis removes expired records by itself, so `sweep` has nothing to do. It must not remove others: with any
 * `maxmemory-policy` but `noeviction`, a full memory ends sessions, and `revoke` by owner may not find all of them.
 *
 * @throws TypeError for an unknown or impossible option
 *
 * @example
 * import { createClient } from "redis";
 *
 * const store = redisStore({ client: () => createClient({ disableOfflineQueue: true }).connect() });
 */
export function redisStore(options: RedisStoreOptions): RedisStore {
  const { client, prefix, replicas, maxBytes } = checkedOptions(options);
  const connection = redisConnection(client);
  const recordKey = (key: string) => `${prefix}record:${key}`;
  const indexKey = (owner: string) => `${prefix}owner:${owner}`;
  const run = async (script: Script, key: string, ...values: readonly (string | number)[]) =>
    (await connection.commands()).run(script, key, values.map(String));

  /** The record under `key`, expired or not. */
  async function find(key: string, fresh: boolean): Promise<SessionRecord | undefined> {
    const name = recordKey(key);
    const reply =
      fresh && replicas
        ? await run(readScript, name, ...fields)
        : await (await connection.commands()).fields(name, fields);
    return toRecord(reply as unknown[]);
  }

  async function entries(owner: string): Promise<string[]> {
    const members = (await run(entriesScript, indexKey(owner))) as unknown[];
    return members.map(String).filter((member) => !member.startsWith("+"));
  }

  return {
    abilities: Object.freeze({
      atomicWrite: true,
      owners: true,
      sweeps: false,
      nativeExpiry: true,
      durable: true,
      shared: true,
      mayBeStale: replicas,
      maxBytes,
    }),
    async read(key, now, fresh = false) {
      const record = await find(key, fresh);
      return record && record.expiresAt > now ? record : undefined;
    },
    async write(key, { version, expiresAt, endsAt, data, owner }, expected = noVersion, now) {
      const write = async (indexed: boolean) => {
        const record = [version, expiresAt, endsAt, data, ...(owner === undefined ? [] : [owner])];
        return Number(await run(writeScript, recordKey(key), now, expected, indexed ? 1 : 0, ...record));
      };
      if (owner === undefined) return (await write(true)) === outcomes.kept;
      const first = expected === noVersion ? outcomes.entryFirst : await write(false);
      if (first !== outcomes.entryFirst) return first === outcomes.kept;
      await run(addEntryScript, indexKey(owner), now, key, endsAt);
      return (await write(true)) === outcomes.kept;
    },
    async remove(key) {
      await (await connection.commands()).remove(recordKey(key));
    },
    async touch(key, expiresAt, expected, now) {
      return Number(await run(touchScript, recordKey(key), now, expected, expiresAt)) === 1;
    },
    async sweep() {
      connection.assertOpen();
      return 0;
    },
    async *listOwner(owner, now) {
      for (const page of pages(await entries(owner))) {
        const found = await Promise.all(page.map(async (key) => ({ key, record: await find(key, true) })));
        // One that has just expired is not lost: a clock behind this one may still touch it.
        const lost = found.filter(({ record }) => record?.owner !== owner).map(({ key }) => key);
        if (lost.length > 0) await run(dropEntriesScript, indexKey(owner), now, ...lost);
        for (const { key, record } of found) {
          if (record?.owner === owner && record.expiresAt > now) yield { key, record };
        }
      }
    },
    async removeOwner(owner, except) {
      const keys = (await entries(owner)).filter((key) => key !== except);
      const removed: string[] = [];
      for (const page of pages(keys)) {
        const replies = await Promise.all(page.map((key) => run(removeOwnedScript, recordKey(key), owner)));
        const gone = page.filter((_, index) => Number(replies[index]) === 1);
        // No write that is under way can bring these back.
        if (gone.length > 0) await run(dropEntriesScript, indexKey(owner), Number.MAX_SAFE_INTEGER, ...gone);
        removed.push(...gone);
      }
      return removed;
    },
    close: () => connection.close(),
  };
}

/** Some clients answer with Buffers. */
function toRecord([version, expiresAt, endsAt, data, owner]: readonly unknown[]): SessionRecord | undefined {
  if (version === null || version === undefined) return undefined;
  const record = {
    version: String(version),
    expiresAt: Number(expiresAt),
    endsAt: Number(endsAt),
    data: String(data),
  };
  return owner === null || owner === undefined ? record : { ...record, owner: String(owner) };
}

function* pages(keys: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < keys.length; start += pageSize) yield keys.slice(start, start + pageSize);
}
