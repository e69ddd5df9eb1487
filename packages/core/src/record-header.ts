import type { Absolute, Expiry, Lifetime } from "./expiry.ts";

/** A secret that was replaced by a renewal and may still be accepted. */
export interface PreviousSecret {
  readonly hash: string;
  /** Epoch milliseconds until which it is accepted; undefined while its successor has not been presented. */
  readonly endsAt: number | undefined;
}

/**
 * What core keeps about a session beside its data: the first line of a record's text. All times are epoch milliseconds.
 * It holds hashes of secrets only, so that nothing in a store can be turned into a cookie.
 */
export interface RecordHeader extends Lifetime {
  /** Whether the body is encrypted. */
  readonly sealed: boolean;
  readonly createdAt: number;
  /** When the epoch began: the creation, the last login or the last rotation proper. */
  readonly rotatedAt: number;
  /** When the current secret was issued. */
  readonly issuedAt: number;
  /** When the record was last written (touches do not write it). */
  readonly savedAt: number;
  /** How many logins and rotations proper there were: to whom the session belongs. */
  readonly epoch: number;
  readonly secretHash: string;
  readonly previous: readonly PreviousSecret[];
  /** The versions before the record's own, newest first, so that a writer whose reply was lost finds its own. */
  readonly versions: readonly string[];
  /** How many characters of the body are the device, and then the flash values; the rest is the codec's text. */
  readonly deviceLength: number;
  readonly flashLength: number;
}

/** The format that this core writes, and the newest that it reads. */
export const recordFormat = 1;

const expiryLetters = { default: "d", seconds: "s", date: "f", browser: "b" } as const;
const expiryKinds: Readonly<Record<string, Expiry["kind"]>> = {
  d: "default",
  s: "seconds",
  f: "date",
  b: "browser",
};

/**
 * The header as one line: fields parted by spaces, numbers in base 36, times as milliseconds since the creation.
 * Text and not JSON, because it is read on every request.
 */
export function encodeHeader(header: RecordHeader): string {
  const since = (time: number) => (time - header.createdAt).toString(36);
  const previous = header.previous.map(
    (old) => `${old.hash}:${old.endsAt === undefined ? "" : since(old.endsAt)}`,
  );
  return [
    recordFormat.toString(36) + (header.sealed ? "e" : "p"),
    header.createdAt.toString(36),
    since(header.startedAt),
    since(header.rotatedAt),
    since(header.issuedAt),
    since(header.savedAt),
    header.epoch.toString(36),
    expiryLetters[header.expiry.kind] + header.expiry.value.toString(36),
    (header.absolute.own ? "s" : "d") + header.absolute.value.toString(36),
    header.deviceLength.toString(36),
    header.flashLength.toString(36),
    header.secretHash,
    previous.join(","),
    // A store may have been told another one by somebody else, and what is no version would end the line.
    header.versions.filter((version) => versionShape.test(version)).join(","),
  ].join(" ");
}

/** The format number that a record's text begins with, or undefined where it is no record of ours. */
export function formatOf(text: string): number | undefined {
  const found = /^([0-9a-z]{1,4}?)[ep] /.exec(text.slice(0, 6));
  return found?.[1] === undefined ? undefined : Number.parseInt(found[1], 36);
}

/** The header in a line that `encodeHeader` wrote, or undefined for any other line. */
export function decodeHeader(line: string): RecordHeader | undefined {
  const fields = line.split(" ");
  if (fields.length !== 14) return undefined;
  const number = (index: number) => Number.parseInt(fields[index] as string, 36);
  const createdAt = number(1);
  const expiry = decodeExpiry(fields[7] as string);
  const absolute = decodeAbsolute(fields[8] as string);
  const secretHash = fields[11] as string;
  const times = [
    createdAt,
    number(2),
    number(3),
    number(4),
    number(5),
    number(6),
    number(9),
    number(10),
  ] as const;
  if (
    expiry === undefined ||
    absolute === undefined ||
    !hashShape.test(secretHash) ||
    !times.every(isSafeInteger)
  )
    return undefined;
  const previous = decodePrevious(fields[12] as string, createdAt);
  if (previous === undefined || times[6] < 0 || times[7] < 0) return undefined;
  return {
    sealed: (fields[0] as string).endsWith("e"),
    createdAt,
    startedAt: createdAt + times[1],
    rotatedAt: createdAt + times[2],
    issuedAt: createdAt + times[3],
    savedAt: createdAt + times[4],
    epoch: times[5],
    expiry,
    absolute,
    deviceLength: times[6],
    flashLength: times[7],
    secretHash,
    previous,
    versions: fields[13] === "" ? none : (fields[13] as string).split(","),
  };
}

const none: readonly never[] = [];
const { isSafeInteger } = Number;
const hashShape = /^[\w-]{43}$/;
const versionShape = /^[\w-]{1,32}$/;

function decodePrevious(list: string, createdAt: number): readonly PreviousSecret[] | undefined {
  if (list === "") return none;
  const previous: PreviousSecret[] = [];
  for (const entry of list.split(",")) {
    const [hash = "", end = ""] = entry.split(":");
    const endsAt = end === "" ? undefined : createdAt + Number.parseInt(end, 36);
    if (!hashShape.test(hash) || (endsAt !== undefined && !isSafeInteger(endsAt))) return undefined;
    previous.push({ hash, endsAt });
  }
  return previous;
}

function decodeExpiry(field: string): Expiry | undefined {
  const kind = expiryKinds[field.charAt(0)];
  const value = Number.parseInt(field.slice(1), 36);
  return kind === undefined || !isSafeInteger(value) ? undefined : { kind, value };
}

function decodeAbsolute(field: string): Absolute | undefined {
  const value = Number.parseInt(field.slice(1), 36);
  return isSafeInteger(value) ? { own: field.startsWith("s"), value } : undefined;
}
