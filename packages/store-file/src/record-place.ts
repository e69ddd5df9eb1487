import { createHash } from "node:crypto";

/** Where a record is kept: names of one length in lower case, so any key fits any file system, and none is a path. */
export interface RecordPlace {
  /** The folder: the first two digits of `hash`. */
  readonly part: string;
  /** SHA-256 of the key, in hexadecimal digits. */
  readonly hash: string;
}

/** The names of all folders of records. */
export const parts: readonly string[] = Array.from({ length: 256 }, (_, index) =>
  index.toString(16).padStart(2, "0"),
);

export function placeOf(key: string): RecordPlace {
  return placeAt(hashOf(key));
}

export function placeAt(hash: string): RecordPlace {
  return { part: hash.slice(0, 2), hash };
}

export function hashOf(name: string): string {
  return createHash("sha256").update(name).digest("hex");
}

export function isHash(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}
