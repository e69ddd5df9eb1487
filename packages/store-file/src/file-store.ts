import { type OwnedRecord, SessError, type SessionRecord, type SessionStore } from "@sess/core";
import { isCorrupt } from "./corrupt-file.ts";
import { checkedOptions, type FileStoreOptions } from "./file-options.ts";
import { storeError } from "./fs-error.ts";
import { createOwnerIndex } from "./owner-index.ts";
import { createPartLocks } from "./part-locks.ts";
import { createRecordFiles } from "./record-files.ts";
import { parts, placeOf, type RecordPlace } from "./record-place.ts";
import { openRoot } from "./root-folder.ts";

/** A store in a folder of files. Every call is asynchronous. */
export interface FileStore extends Required<SessionStore> {
  read(key: string, now: number): Promise<SessionRecord | undefined>;
  write(key: string, record: SessionRecord, expected: string | undefined, now: number): Promise<boolean>;
  remove(key: string): Promise<void>;
  touch(key: string, expiresAt: number, expected: string, now: number): Promise<boolean>;
  sweep(limit: number, now: number): Promise<number>;
  removeOwner(owner: string, except?: string): Promise<readonly string[]>;
  /** Resolves when the calls under way are done. */
  close(): Promise<void>;
}

/** How many files a sweep reads at a time. */
const batch = 16;

/**
 * Sessions in files, one each, for the processes of one machine: no server and no client library. The folder belongs on
 * a local disk; locks do not hold on network file systems.
 *
 * A write that answered is on the disk (option `fsync`), a file is replaced as a whole, and reading waits for nobody.
 * Writes, touches and removals of a session take turns between all processes, so no update is lost and nothing comes
 * back that was removed. A sweep reads every file.
 *
 * @throws TypeError for an unknown or impossible option
 * @throws SessError `ERR_SESS_STORE_FAILED` where the folder cannot be made or used, or everybody can write to it; and
 * from every call on which the disk fails, or for whose lock it waited too long
 *
 * @example
 * const store = fileStore({ folder: "/var/lib/shop/sessions" });
 */
export function fileStore(options: FileStoreOptions): FileStore {
  const { folder, fsync, maxBytes, lockWait, host, onCorrupt } = checkedOptions(options);
  openRoot(folder);
  const files = createRecordFiles(folder, fsync);
  const index = createOwnerIndex(folder, fsync);
  const locks = createPartLocks({ folder, host, lockWait, fsync });
  let closed = false;
  /** The folder at which the next sweep goes on. */
  let swept = 0;

  async function attempt<T>(work: () => Promise<T>): Promise<T> {
    if (closed)
      throw new SessError(
        "ERR_SESS_STORE_CLOSED",
        "The file store was used after close(). Create a new one.",
      );
    try {
      return await work();
    } catch (error) {
      throw storeError(folder, error);
    }
  }

  /** What is kept there, expired or not. */
  async function load(place: RecordPlace): Promise<OwnedRecord | undefined> {
    const found = await files.read(place);
    if (!isCorrupt(found)) return found;
    onCorrupt(found);
    return undefined;
  }

  /** Puts `change(before)` in the place of the live record `before`, unless that is undefined. */
  function replace(
    key: string,
    now: number,
    change: (live: SessionRecord | undefined) => SessionRecord | undefined,
    settle: boolean,
  ): Promise<boolean> {
    const place = placeOf(key);
    const next = (before: SessionRecord | undefined) =>
      change(before !== undefined && before.expiresAt > now ? before : undefined);
    const refused = async () => (next((await load(place))?.record) === undefined ? false : undefined);
    return locks.hold(
      place.part,
      async () => {
        const before = (await load(place))?.record;
        const record = next(before);
        if (record === undefined) return false;
        if (record.owner !== undefined && record.owner !== before?.owner)
          await index.add(record.owner, place);
        await files.replace(place, { key, record });
        if (settle) await files.settle(place.part);
        if (before?.owner !== undefined && before.owner !== record.owner)
          await index.drop(before.owner, place);
        return true;
      },
      refused,
    );
  }

  /** Removes what is there if it is `unwanted`. Answers with its key; with "" where it was no whole record. */
  function removeWhere(
    place: RecordPlace,
    unwanted: (found: OwnedRecord | undefined) => boolean,
    settle: boolean,
  ): Promise<string | undefined> {
    return locks.hold(place.part, async () => {
      const found = await files.read(place);
      const whole = isCorrupt(found) ? undefined : found;
      if (found === undefined || !unwanted(whole)) return undefined;
      if (isCorrupt(found)) onCorrupt(found);
      await files.remove(place);
      if (settle) await files.settle(place.part);
      if (whole?.record.owner !== undefined) await index.drop(whole.record.owner, place);
      return whole?.key ?? "";
    });
  }

  /** Drops an entry of the index that a process left behind, looking again when nobody is at work on the record. */
  function dropLeftOver(owner: string, place: RecordPlace): Promise<void> {
    return locks.hold(place.part, async () => {
      if ((await load(place))?.record.owner !== owner) await index.drop(owner, place);
    });
  }

  async function hasExpired(place: RecordPlace, now: number): Promise<boolean> {
    if (await files.livesPast(place, now)) return false;
    const found = await files.read(place);
    return found !== undefined && (isCorrupt(found) || found.record.expiresAt < now);
  }

  return {
    abilities: Object.freeze({
      atomicWrite: true,
      owners: true,
      sweeps: true,
      nativeExpiry: false,
      durable: true,
      shared: true,
      mayBeStale: false,
      maxBytes,
    }),
    read: (key, now) =>
      attempt(async () => {
        const record = (await load(placeOf(key)))?.record;
        return record !== undefined && record.expiresAt > now ? record : undefined;
      }),
    write: (key, record, expected, now) =>
      attempt(() => replace(key, now, (live) => (live?.version === expected ? record : undefined), true)),
    touch: (key, expiresAt, expected, now) =>
      attempt(() =>
        // Not settled: a touch that is lost with the power does no harm.
        replace(key, now, (live) => (live?.version === expected ? { ...live, expiresAt } : undefined), false),
      ),
    remove: (key) =>
      attempt(async () => {
        await removeWhere(placeOf(key), () => true, true);
      }),
    sweep: (limit, now) =>
      attempt(async () => {
        let removed = 0;
        // A whole round, from the beginning of the folder where the last step stopped.
        for (let seen = 0; seen < parts.length; seen++, swept = (swept + 1) % parts.length) {
          const places = await files.list(parts[swept] as string);
          for (let at = 0; at < places.length; at += batch) {
            const some = places.slice(at, at + batch);
            const expired = await Promise.all(some.map((place) => hasExpired(place, now)));
            for (const place of some.filter((_, index) => expired[index])) {
              if (removed >= limit) return removed;
              const gone = await removeWhere(place, (found) => !found || found.record.expiresAt < now, false);
              if (gone !== undefined) removed++;
            }
          }
        }
        return removed;
      }),
    async *listOwner(owner, now) {
      for (const place of await attempt(() => index.places(owner))) {
        const found = await attempt(() => load(place));
        if (found?.record.owner !== owner) await attempt(() => dropLeftOver(owner, place));
        else if (found.record.expiresAt > now) yield found;
      }
    },
    removeOwner: (owner, except) =>
      attempt(async () => {
        const removed: string[] = [];
        for (const place of await index.places(owner)) {
          const isTheirs = (found: OwnedRecord | undefined) => found?.record.owner === owner;
          const key = await removeWhere(place, (found) => isTheirs(found) && found?.key !== except, true);
          if (key === undefined) await dropLeftOver(owner, place);
          else removed.push(key);
        }
        return removed;
      }),
    async close() {
      closed = true;
      await locks.idle();
    },
  };
}
