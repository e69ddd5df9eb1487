import { createHash } from "node:crypto";
import { type OwnedRecord, SessError } from "@sess/core";
import type { CorruptFile } from "./corrupt-file.ts";

/** The format that this version writes, and the newest that it reads. */
const format = 1;
const newline = 10;

/**
 * The bytes of a record's file: a line with the format and a checksum of all that follows, a line with everything but
 * the data, and the data. A file that was cut anywhere, or that the disk gave back as zeros, does not fit its checksum.
 */
export function encodeRecord(key: string, { data, ...fields }: OwnedRecord["record"]): Buffer {
  const body = Buffer.from(`${JSON.stringify({ key, ...fields })}\n${data}`);
  return Buffer.concat([Buffer.from(`sess-file ${format} ${checksum(body)}\n`), body]);
}

/** The record in `bytes`, or what is wrong with them. Throws `ERR_SESS_STORE_FORMAT` for a newer format. */
export function decodeRecord(bytes: Buffer, path: string): OwnedRecord | CorruptFile {
  if (bytes.length === 0) return { path, reason: "is empty" };
  const line = bytes.toString("latin1", 0, bytes.indexOf(newline));
  const [, version = "", sum] = /^sess-file ([1-9]\d{0,5})(?: ([\w-]{43})$)?/.exec(line) ?? [];
  if (Number(version) > format) {
    throw new SessError(
      "ERR_SESS_STORE_FORMAT",
      `${path} has format ${version}; this version knows formats up to ${format}. It was left as it is: update @sess/store-file in every process that shares the folder.`,
    );
  }
  const body = bytes.subarray(bytes.indexOf(newline) + 1);
  if (sum === undefined || checksum(body) !== sum) return { path, reason: "is cut or damaged" };
  const end = body.indexOf(newline);
  const { key, ...fields } = JSON.parse(body.toString("utf8", 0, end));
  return { key, record: { ...fields, data: body.toString("utf8", end + 1) } };
}

function checksum(body: Buffer): string {
  return createHash("sha256").update(body).digest("base64url");
}
