import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir, readFile, rename, rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { OwnedRecord } from "@sess/core";
import { type CorruptFile, isCorrupt } from "./corrupt-file.ts";
import { syncFolder } from "./folder-sync.ts";
import { errorCode, unless } from "./fs-error.ts";
import { hashOf, isHash, placeAt, type RecordPlace } from "./record-place.ts";
import { decodeRecord, encodeRecord } from "./record-text.ts";
import { assertRoot } from "./root-folder.ts";

/** The files of records. All but `read` and `list` are called under the lock of the folder. */
export interface RecordFiles {
  /** Whole, as the last write left it: expired or not. Needs no lock. */
  read(place: RecordPlace): Promise<OwnedRecord | CorruptFile | undefined>;
  /**
   * Whether the record certainly lives past `now`, told from its file's time of modification, which is set to the
   * deadline: a sweep of live records reads none of them. A time that was lost makes it read, or come later.
   */
  livesPast(place: RecordPlace, now: number): Promise<boolean>;
  /** Puts the record in the place of what is there; a reader sees one or the other. */
  replace(place: RecordPlace, content: OwnedRecord): Promise<void>;
  remove(place: RecordPlace): Promise<void>;
  /** With `fsync`, makes the disk keep what was replaced and removed in the folder so far. */
  settle(part: string): Promise<void>;
  /** The records of a folder. Files that are none are left alone. */
  list(part: string): Promise<readonly RecordPlace[]>;
}

const suffix = ".session";
/** What a file system may be off by when it keeps a time, in milliseconds. */
const coarsestTime = 2_000;
// Neither a link to somewhere else nor a wait for a pipe's other end. Windows has neither flag.
const readFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export function createRecordFiles(folder: string, fsync: boolean): RecordFiles {
  const pathOf = ({ part, hash }: RecordPlace) => join(folder, part, hash + suffix);
  return {
    async read(place) {
      const path = pathOf(place);
      let bytes: Buffer;
      try {
        bytes = await readFile(path, { flag: readFlags });
      } catch (error) {
        if (errorCode(error) === "ELOOP") return { path, reason: "is a symbolic link" };
        if (errorCode(error) !== "ENOENT") throw error;
        await assertRoot(folder);
        return undefined;
      }
      const found = decodeRecord(bytes, path);
      if (isCorrupt(found) || hashOf(found.key) === place.hash) return found;
      return { path, reason: "holds the record of another session" };
    },
    async livesPast(place, now) {
      const found = await unless(["ENOENT"], lstat(pathOf(place)));
      return found !== undefined && found.mtimeMs > now + coarsestTime;
    },
    async replace(place, { key, record }) {
      // One name for all records of the folder, because there is one writer: the next one clears up behind a dead one.
      const temporary = join(folder, place.part, "temporary");
      const handle = await createAlone(temporary);
      try {
        try {
          await handle.writeFile(encodeRecord(key, record));
          // Some file systems keep no such time.
          await unless(["EPERM", "ENOSYS", "ENOTSUP"], handle.utimes(new Date(), record.expiresAt / 1_000));
          if (fsync) await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(temporary, pathOf(place));
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined);
        throw error;
      }
    },
    async remove(place) {
      await unless(["ENOENT"], unlink(pathOf(place)));
    },
    async settle(part) {
      if (fsync) await syncFolder(join(folder, part));
    },
    async list(part) {
      const names = await unless(["ENOENT"], readdir(join(folder, part)));
      if (names === undefined) await assertRoot(folder);
      return (names ?? [])
        .filter((name) => name.endsWith(suffix) && isHash(name.slice(0, -suffix.length)))
        .map((name) => placeAt(name.slice(0, -suffix.length)));
    },
  };
}

/** A new file for this user alone. Whatever has the name already is removed, not opened: it could be a link. */
async function createAlone(path: string): Promise<FileHandle> {
  const handle = await unless(["EEXIST"], open(path, "wx", 0o600));
  if (handle) return handle;
  await unlink(path);
  return open(path, "wx", 0o600);
}
