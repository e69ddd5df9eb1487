import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { SessError } from "@sess/core";
import { errorCode, storeError } from "./fs-error.ts";

/** A file that is in every folder of sessions: an empty folder without it is a disk that is not mounted. */
const mark = "sess-store-file.txt";
const text = `Sessions, kept by @sess/store-file (format 1). Each is a file in one of the folders 00 to ff.
Remove this folder as a whole, with its processes stopped, or leave all of it as it is.
`;

/** Makes the folder and its mark where they are missing. */
export function openRoot(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (process.platform !== "win32" && (statSync(folder).mode & 0o002) !== 0) {
      throw new SessError(
        "ERR_SESS_STORE_FAILED",
        `Every user of this machine can write to ${folder}, and so plant sessions. Name a folder inside it, which the store then makes for its own user alone, or run \`chmod o-w\`.`,
      );
    }
    writeFileSync(join(folder, mark), text, { flag: "wx", mode: 0o600, flush: true });
  } catch (error) {
    if (errorCode(error) !== "EEXIST" || !isFolder(folder)) throw storeError(folder, error);
  }
}

/** Throws where the folder has gone: a session is not missing because its disk is. */
export async function assertRoot(folder: string): Promise<void> {
  try {
    await stat(join(folder, mark));
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    throw new SessError(
      "ERR_SESS_STORE_FAILED",
      `The file store in ${folder} is gone: there is no ${mark} in it any more. Mount its disk again, or restart the process to begin with an empty folder.`,
      { cause: error },
    );
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
