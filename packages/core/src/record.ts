import { type Awaitable, chain } from "./awaitable.ts";
import type { Encryption } from "./encryption.ts";
import { received, SessError } from "./errors.ts";
import { deadline, endsAt } from "./expiry.ts";
import {
  decodeHeader,
  encodeHeader,
  formatOf,
  type RecordHeader,
  recordFormat,
  withVersion,
} from "./record-header.ts";
import type { SessionRecord } from "./store.ts";

/** A record as it was read or written, taken apart. */
export interface Snapshot {
  readonly id: string;
  readonly record: SessionRecord;
  readonly header: RecordHeader;
  /** The device as JSON, or the empty string. */
  readonly device: string;
  /** The flash values as text of the codec, or the empty string. */
  readonly flash: string;
  /** The data as text of the codec. */
  readonly text: string;
}

/** What goes into a record. Lengths, sealing and older versions are filled in. */
export interface Draft {
  readonly id: string;
  readonly header: RecordHeader;
  readonly device: string;
  readonly flash: string;
  readonly text: string;
  readonly owner: string | undefined;
  readonly version: string;
}

/** Reads and writes the text of records. */
export interface RecordFormat {
  /**
   * The record taken apart, or undefined where it cannot be decoded. Throws `ERR_SESS_STORE_FORMAT` for a record of a
   * newer version.
   */
  open(id: string, record: SessionRecord): Awaitable<Snapshot | undefined>;
  /** The record that is to follow `before`, with its deadline counted from `now`. */
  compose(draft: Draft, before: Snapshot | undefined, now: number): Awaitable<Snapshot>;
}

/** `olderVersions` is how many a record names besides its own. */
export function createRecordFormat(
  encryption: Encryption,
  options: { readonly encrypt: boolean; readonly acceptPlain: boolean },
  olderVersions: number,
): RecordFormat {
  return {
    open(id, record) {
      const end = record.data.indexOf("\n");
      const line = record.data.slice(0, end);
      const format = formatOf(line);
      if (format !== undefined && format > recordFormat) throw newerFormat(id, format);
      const header = format === undefined || end === -1 ? undefined : decodeHeader(line);
      if (header === undefined || (!header.sealed && !options.acceptPlain)) return undefined;
      const body = record.data.slice(end + 1);
      if (!header.sealed) return divide(id, record, header, body);
      return chain(encryption.open(id, body, boundTo(id, record.owner, record.endsAt, line)), (plain) =>
        plain === undefined ? undefined : divide(id, record, header, plain),
      );
    },
    compose(draft, before, now) {
      const header: RecordHeader = {
        ...draft.header,
        sealed: options.encrypt,
        savedAt: now,
        deviceLength: draft.device.length,
        flashLength: draft.flash.length,
        versions: before ? withVersion(before.record.version, before.header.versions, olderVersions) : "",
      };
      const line = encodeHeader(header);
      const plain = draft.device + draft.flash + draft.text;
      if (plain.includes("\0")) {
        throw new SessError(
          "ERR_SESS_DATA_UNSERIALIZABLE",
          `The codec wrote NUL, which no record may hold: ${received(plain)}.`,
        );
      }
      if (!options.encrypt) return snapshotOf(draft, header, `${line}\n${plain}`, now);
      const bound = boundTo(draft.id, draft.owner, endsAt(header), line);
      return chain(encryption.seal(draft.id, plain, bound), (body) =>
        snapshotOf(draft, header, `${line}\n${body}`, now),
      );
    },
  };
}

function snapshotOf(draft: Draft, header: RecordHeader, data: string, now: number): Snapshot {
  const { id, version, owner, device, flash, text } = draft;
  const expiresAt = deadline(header, now);
  const record =
    owner === undefined
      ? { version, expiresAt, endsAt: endsAt(header), data }
      : { version, owner, expiresAt, endsAt: endsAt(header), data };
  return { id, record, header, device, flash, text };
}

function divide(id: string, record: SessionRecord, header: RecordHeader, body: string): Snapshot | undefined {
  const flashAt = header.deviceLength;
  const textAt = flashAt + header.flashLength;
  if (textAt > body.length) return undefined;
  return {
    id,
    record,
    header,
    device: body.slice(0, flashAt),
    flash: body.slice(flashAt, textAt),
    text: body.slice(textAt),
  };
}

// The header line is bound as well: nobody may pair a body with another secret or epoch.
function boundTo(id: string, owner: string | undefined, end: number, line: string): string {
  return JSON.stringify([id, owner ?? null, end, line]);
}

function newerFormat(id: string, format: number): SessError {
  return new SessError(
    "ERR_SESS_STORE_FORMAT",
    `The record of session ${id} has format ${format}; this version knows formats up to ${recordFormat}. It was left as it is: update @sess/core in every process that shares the store.`,
  );
}
