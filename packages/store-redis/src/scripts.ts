import { createHash } from "node:crypto";

/** A Lua script. Each is given one key, so that all of them work in a cluster. */
export interface Script {
  readonly text: string;
  /** What the server knows it by, once it was sent the text. */
  readonly sha: string;
}

/** What `writeScript` answers. */
export const outcomes = { refused: 0, kept: 1, entryFirst: 2 } as const;

/** `expected` of an insert: no version looks like it. */
export const noVersion = "*";

/** How long after its deadline Redis removes a record or an index by itself, in milliseconds: clocks differ. */
const behind = 60_000;

/**
 * How long an entry of an index is spared where its record is not there, in milliseconds: its write may be under way.
 * Far longer than core waits for a store.
 */
const underWay = 600_000;

/**
 * record key · now, expected, whether the index has the entry (1 or 0), version, expiresAt, endsAt, data [, owner]
 *
 * HSET comes first: where memory is full it fails, and nothing has changed.
 */
export const writeScript: Script = script(`
local old = redis.call('HMGET', KEYS[1], 'version', 'expiresAt', 'endsAt', 'owner')
local live = old[1] and tonumber(old[2]) > tonumber(ARGV[1]) and old[1] or '${noVersion}'
if live ~= ARGV[2] then return ${outcomes.refused} end
local owner = ARGV[8]
if ARGV[3] == '0' and (old[4] ~= owner or tonumber(old[3]) < tonumber(ARGV[6])) then
  return ${outcomes.entryFirst}
end
redis.call('HSET', KEYS[1], 'version', ARGV[4], 'expiresAt', ARGV[5], 'endsAt', ARGV[6], 'data', ARGV[7])
if owner then redis.call('HSET', KEYS[1], 'owner', owner) else redis.call('HDEL', KEYS[1], 'owner') end
redis.call('PEXPIREAT', KEYS[1], ARGV[5] + ${behind})
return ${outcomes.kept}`);

/** record key · now, expected, expiresAt */
export const touchScript: Script = script(`
local old = redis.call('HMGET', KEYS[1], 'version', 'expiresAt')
if old[1] ~= ARGV[2] or tonumber(old[2]) <= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'expiresAt', ARGV[3])
redis.call('PEXPIREAT', KEYS[1], ARGV[3] + ${behind})
return 1`);

/** record key · names of fields. As HMGET, but clients send every script to the primary. */
export const readScript: Script = script("return redis.call('HMGET', KEYS[1], unpack(ARGV))");

/** record key · owner */
export const removeOwnedScript: Script = script(`
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`);

/**
 * index key · now, session key, endsAt
 *
 * Beside the entry, a mark (the session key behind a plus) says until when its record may be on its way.
 */
export const addEntryScript: Script = script(`
redis.call('ZADD', KEYS[1], 'GT', ARGV[3], ARGV[2], ARGV[1] + ${underWay}, '+' .. ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1] - ${behind})
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
return redis.call('PEXPIREAT', KEYS[1], last[2] + ${behind})`);

/** index key */
export const entriesScript: Script = script("return redis.call('ZRANGE', KEYS[1], 0, -1)");

/** index key · now, session keys. Drops their entries, but none whose record may be on its way at that time. */
export const dropEntriesScript: Script = script(`
for i = 2, #ARGV do
  local mark = '+' .. ARGV[i]
  local till = redis.call('ZSCORE', KEYS[1], mark)
  if not till or tonumber(till) < tonumber(ARGV[1]) then redis.call('ZREM', KEYS[1], ARGV[i], mark) end
end
return 1`);

function script(lines: string): Script {
  const text = lines.trim();
  return { text, sha: createHash("sha1").update(text).digest("hex") };
}
