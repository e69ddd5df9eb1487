import { deviceOf } from "./draft.ts";
import type { Engine } from "./engine.ts";
import { received, SessError } from "./errors.ts";
import { lastSeenAt } from "./expiry.ts";
import type { Device } from "./options.ts";
import { readSnapshot } from "./read-snapshot.ts";
import type { OwnedRecord, SessionStore } from "./store.ts";

/** A session in a list of devices. Times are epoch milliseconds. */
export interface SessionInfo {
  /** The public ID, for `revoke(owner, { only: id })`. */
  readonly id: string;
  readonly createdAt: number;
  /** The last activity, to within `touchAfter`. */
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  /** What the option `device` captured at creation or login. */
  readonly device: Device | undefined;
  /** Whether it is the session that was given as `current`. */
  readonly current: boolean;
}

/** The live sessions of an owner, last seen first. */
export async function listOwner(
  engine: Engine,
  owner: string,
  current: string | undefined,
): Promise<readonly SessionInfo[]> {
  const store = requireOwners(engine, "list", owner);
  const now = engine.settings.clock();
  const found: SessionInfo[] = [];
  for await (const { key, record } of bounded(engine, store.listOwner?.(owner, now))) {
    const snapshot = await engine.format.open(key, record);
    if (snapshot === undefined) continue;
    const { header } = snapshot;
    found.push({
      id: key,
      createdAt: header.createdAt,
      lastSeenAt: lastSeenAt(header, record.expiresAt, header.savedAt),
      expiresAt: record.expiresAt,
      device: deviceOf(snapshot),
      current: key === current,
    });
  }
  return found.sort((a, b) => b.lastSeenAt - a.lastSeenAt);
}

/** What a store lists, each step bounded in time and with one kind of error, as any other call of it. */
async function* bounded(
  { calls }: Engine,
  list: AsyncIterable<OwnedRecord> | undefined,
): AsyncGenerator<OwnedRecord> {
  const steps = list?.[Symbol.asyncIterator]();
  while (steps !== undefined) {
    const { done, value } = await calls.run("listOwner", undefined, () => steps.next());
    if (done) return;
    yield value;
  }
}

/** Ends sessions of an owner. Says how many. */
export async function revokeOwner(
  engine: Engine,
  owner: string,
  except: string | undefined,
  only: string | undefined,
): Promise<number> {
  const { calls, emit } = engine;
  const store = requireOwners(engine, "revoke", owner);
  let ids: readonly string[];
  if (only === undefined) {
    ids = await calls.run("removeOwner", undefined, () => store.removeOwner?.(owner, except) ?? []);
  } else {
    const found = await readSnapshot(engine, only, engine.settings.clock(), true);
    const isTheirs = typeof found === "object" && found.record.owner === owner;
    if (isTheirs) await calls.run("remove", only, () => store.remove(only));
    ids = isTheirs ? [only] : [];
  }
  if (ids.length > 0) emit("revoked", () => ({ owner, ids }));
  return ids.length;
}

function requireOwners({ store }: Engine, call: string, owner: string): SessionStore {
  if (typeof owner !== "string" || owner === "") {
    throw new TypeError(`[sess] ${call} takes an owner: a user's ID as text. Received ${received(owner)}.`);
  }
  if (store?.listOwner !== undefined && store.removeOwner !== undefined) return store;
  throw new SessError(
    "ERR_SESS_STORE_UNSUPPORTED",
    `${call}: this store cannot find sessions by owner (abilities.owners is ${store?.abilities.owners ?? false}). Use one that can, such as SQLite, PostgreSQL, MySQL or Redis.`,
  );
}
