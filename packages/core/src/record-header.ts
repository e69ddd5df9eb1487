import type { Expiry, Lifetime } from "./expiry.ts";
import { FieldReader } from "./field-reader.ts";

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
  /**
   * The versions before the record's own, newest first and parted by commas, so that a writer whose reply was lost finds
   * its own.
   */
  readonly versions: string;
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

const absoluteOwn: Readonly<Record<string, boolean>> = { d: false, s: true };

/**
 * The header as one line: fields parted by spaces, numbers in base 36, times as milliseconds since the creation.
 * Text and not JSON, because it is read on every request.
 */
export function encodeHeader(header: RecordHeader): string {
  const { createdAt, expiry, absolute, previous } = header;
  const times = `${base36(createdAt)} ${base36(header.startedAt - createdAt)} ${base36(header.rotatedAt - createdAt)} ${base36(header.issuedAt - createdAt)} ${base36(header.savedAt - createdAt)}`;
  const lifetimes = `${expiryLetters[expiry.kind]}${base36(expiry.value)} ${absolute.own ? "s" : "d"}${base36(absolute.value)}`;
  const lengths = `${base36(header.deviceLength)} ${base36(header.flashLength)}`;
  const older = previous.length === 0 ? "" : encodePrevious(previous, createdAt);
  return `${header.sealed ? sealedFormat : plainFormat}${times} ${base36(header.epoch)} ${lifetimes} ${lengths} ${header.secretHash} ${older} ${header.versions}`;
}

/** The format number that a record's text begins with, or undefined where it is no record of ours. */
export function formatOf(text: string): number | undefined {
  if (text.startsWith(plainFormat) || text.startsWith(sealedFormat)) return recordFormat;
  const found = /^([0-9a-z]{1,4}?)[ep] /.exec(text.slice(0, 6));
  return found?.[1] === undefined ? undefined : Number.parseInt(found[1], 36);
}

/** The header in a line that `encodeHeader` wrote, or undefined for any other line. */
export function decodeHeader(line: string): RecordHeader | undefined {
  const fields = new FieldReader(line);
  const sealed = fields.text() === sealedFormat.trimEnd();
  const createdAt = fields.number();
  const startedAt = createdAt + fields.number();
  const rotatedAt = createdAt + fields.number();
  const issuedAt = createdAt + fields.number();
  const savedAt = createdAt + fields.number();
  const epoch = fields.number();
  const kind = expiryKinds[fields.letter()];
  const idle = fields.number();
  const own = absoluteOwn[fields.letter()];
  const absolute = fields.number();
  const deviceLength = fields.number();
  const flashLength = fields.number();
  const secretHash = fields.text();
  const older = fields.text();
  const versions = fields.last();
  const isWhole =
    versions !== undefined &&
    kind !== undefined &&
    own !== undefined &&
    isSafeInteger(createdAt) &&
    isSafeInteger(startedAt) &&
    isSafeInteger(rotatedAt) &&
    isSafeInteger(issuedAt) &&
    isSafeInteger(savedAt) &&
    isSafeInteger(epoch) &&
    isSafeInteger(idle) &&
    isSafeInteger(absolute) &&
    isSafeInteger(deviceLength) &&
    isSafeInteger(flashLength) &&
    deviceLength >= 0 &&
    flashLength >= 0 &&
    hashShape.test(secretHash);
  const previous = isWhole ? decodePrevious(older, createdAt) : undefined;
  if (!isWhole || previous === undefined) return undefined;
  return {
    sealed,
    createdAt,
    startedAt,
    rotatedAt,
    issuedAt,
    savedAt,
    epoch,
    expiry: { kind, value: idle },
    absolute: { own, value: absolute },
    deviceLength,
    flashLength,
    secretHash,
    previous,
    versions,
  };
}

/** `versions` with `version` in front, and at most `most` of them. */
export function withVersion(version: string, versions: string, most: number): string {
  // A store may have been told another one by somebody else, and what is no version would end the line.
  const all =
    most > 0 && versionShape.test(version) ? (versions ? `${version},${versions}` : version) : versions;
  let end = -1;
  for (let count = 0; count < most; count++) {
    end = all.indexOf(",", end + 1);
    if (end === -1) return all;
  }
  return all.slice(0, Math.max(end, 0));
}

/** Whether `version` is one of `versions`. */
export function namesVersion(versions: string, version: string): boolean {
  return versions.split(",").includes(version);
}

const none: readonly never[] = [];
const plainFormat = `${recordFormat.toString(36)}p `;
const sealedFormat = `${recordFormat.toString(36)}e `;
const { isSafeInteger } = Number;
const hashShape = /^[\w-]{43}$/;
const versionShape = /^[\w-]{1,32}$/;

/** Engines are quick with integers below 2 ** 31 only, and no time of a clock is one. */
function base36(value: number): string {
  if (value < 2 ** 31) return value.toString(36);
  const low = value % 36 ** 5;
  return ((value - low) / 36 ** 5).toString(36) + low.toString(36).padStart(5, "0");
}

function encodePrevious(previous: readonly PreviousSecret[], createdAt: number): string {
  return previous
    .map(({ hash, endsAt }) => `${hash}:${endsAt === undefined ? "" : base36(endsAt - createdAt)}`)
    .join(",");
}

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
