import { readdir, rmdir, unlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder, syncFolder } from "./folder-sync.ts";
import { errorCode, unless } from "./fs-error.ts";
import { hashOf, isHash, placeAt, type RecordPlace } from "./record-place.ts";
import { assertRoot } from "./root-folder.ts";

/**
 * Which records may be an owner's: a folder for each owner, with an empty file named after each record. An entry is
 * there before its record is and goes after it, both under the lock of the record; so a session is never missing here,
 * and an entry can only be left over, where a process died in between. The records decide.
 */
export interface OwnerIndex {
  add(owner: string, place: RecordPlace): Promise<void>;
  /** Removing what is not there is no error. */
  drop(owner: string, place: RecordPlace): Promise<void>;
  places(owner: string): Promise<readonly RecordPlace[]>;
}

/** How often a folder is made again that another process removed as empty, at the same moment. */
const attempts = 100;

export function createOwnerIndex(folder: string, fsync: boolean): OwnerIndex {
  const folderOf = (owner: string) => {
    const hash = hashOf(owner);
    return join(folder, "owners", hash.slice(0, 2), hash);
  };
  return {
    async add(owner, { hash }) {
      const path = join(folderOf(owner), hash);
      for (let left = attempts; !(await created(path, left > 0)); left--) {
        await makeFolder(dirname(path), fsync);
      }
      if (fsync) await syncFolder(dirname(path));
    },
    async drop(owner, { hash }) {
      const path = join(folderOf(owner), hash);
      await unless(["ENOENT"], unlink(path));
      await unless(["ENOENT", "ENOTEMPTY", "EEXIST"], rmdir(dirname(path)));
    },
    async places(owner) {
      const names = await unless(["ENOENT"], readdir(folderOf(owner)));
      if (names === undefined) await assertRoot(folder);
      return (names ?? []).filter(isHash).map(placeAt);
    },
  };
}

/** Whether the entry is there now; false where its folder is missing and that `may` be. */
async function created(path: string, may: boolean): Promise<boolean> {
  try {
    await writeFile(path, "", { flag: "wx", mode: 0o600 });
  } catch (error) {
    if (may && errorCode(error) === "ENOENT") return false;
    if (errorCode(error) !== "EEXIST") throw error;
  }
  return true;
}
