import { resolve } from "node:path";
import { assertMaxBytes, assertOptionNames, invalidOption } from "@sess/core";
import { type CorruptFile, warnOfCorruptFile } from "./corrupt-file.ts";
import { defaultHost } from "./lock-holder.ts";

/** Options of `fileStore`. */
export interface FileStoreOptions {
  /**
   * The folder, on a local disk, for sessions alone. It is made (mode 0700) where it is missing, and may be a symbolic
   * link. One that every user of the machine can write to, such as the folder for temporary files, is refused: name a
   * folder inside it.
   */
  readonly folder: string;
  /**
   * Whether a write or removal waits until the disk has it (`fsync` of the file and of its folder). False is several
   * times faster and survives the end of the process, but a loss of power takes the last seconds with it: logins are
   * lost, and sessions that were logged out or revoked can come back.
   * @default true
   */
  readonly fsync?: boolean;
  /**
   * How many bytes of UTF-8 the data of a session may have, as core then enforces.
   * @default no limit
   */
  readonly maxBytes?: number;
  /**
   * How many seconds a call waits for the lock that another process holds, before it fails. Best less than core's
   * `storeTimeout`: its error says more.
   * @default 4
   */
  readonly lockWait?: number;
  /**
   * The name under which this machine's processes lock: letters, digits, `.`, `_` and `-`. A lock that a dead process
   * of the same name left is taken over; one of another name never is. Set it where containers share the folder and
   * only one of them runs at any time, so that the next one can take over from one that was killed.
   * @default the host name, and on Linux the number of the process namespace
   */
  readonly host?: string;
  /**
   * Told of every file that is no whole record, whenever it is met. Such a session is unknown; a sweep removes its file.
   * @default a warning of the process
   */
  readonly onCorrupt?: (file: CorruptFile) => void;
}

const names = ["folder", "fsync", "maxBytes", "lockWait", "host", "onCorrupt"];

/** The options with their defaults. Throws a `TypeError` for an unknown or impossible one. */
export function checkedOptions(
  options: FileStoreOptions,
): Omit<Required<FileStoreOptions>, "maxBytes"> & { readonly maxBytes: number | undefined } {
  assertOptionNames(options, names);
  const { folder, fsync = true, maxBytes, lockWait = 4, onCorrupt = warnOfCorruptFile } = options ?? {};
  if (typeof folder !== "string" || folder === "" || folder.includes("\0")) {
    throw invalidOption("folder", "must be the path of a folder", folder);
  }
  if (typeof fsync !== "boolean") throw invalidOption("fsync", "must be true or false", fsync);
  assertMaxBytes(maxBytes);
  if (!(typeof lockWait === "number" && lockWait > 0 && lockWait <= 3_600)) {
    throw invalidOption("lockWait", "must be a number of seconds, above 0 and at most 3600", lockWait);
  }
  const { host = defaultHost() } = options;
  if (typeof host !== "string" || !/^[\w.-]{1,100}$/.test(host)) {
    throw invalidOption("host", "must be 1 to 100 letters, digits, `.`, `_` or `-`", host);
  }
  if (typeof onCorrupt !== "function") throw invalidOption("onCorrupt", "must be a function", onCorrupt);
  return { folder: resolve(folder), fsync, maxBytes, lockWait, host, onCorrupt };
}
