import type { SessionRecord } from "../../src/index.ts";
import { decodeHeader, type RecordHeader } from "../../src/record-header.ts";
import type { Contents } from "./change.ts";

/** The header of a record. */
export function headerOf(record: SessionRecord): RecordHeader {
  const header = decodeHeader(record.data.slice(0, record.data.indexOf("\n")));
  if (header === undefined) throw new Error(`A record that cannot be read: ${record.data}`);
  return header;
}

/** What a record holds. */
export function contentsOf(record: SessionRecord): Contents {
  const { deviceLength, flashLength } = headerOf(record);
  const body = record.data.slice(record.data.indexOf("\n") + 1 + deviceLength);
  const flash = body.slice(0, flashLength);
  const entries = flash === "" ? [] : Object.values(JSON.parse(flash) as Record<string, [string, string]>);
  return {
    data: JSON.parse(body.slice(flashLength)) as Record<string, unknown>,
    owner: record.owner,
    flash: entries.map(([, value]) => value),
  };
}

/** What a cookie value says. */
export interface CookieClaim {
  readonly id: string;
  readonly secret: string;
  readonly epoch: number;
}

export function claimOf(value: string): CookieClaim {
  const [id = "", secret = "", epoch = ""] = value.split(".");
  return { id, secret, epoch: Number.parseInt(epoch, 36) };
}

/** The cookie value in a `Cookie` header or a `Set-Cookie` line, or undefined for none and for a deletion. */
export function valueIn(line: string | undefined): string | undefined {
  return line === undefined ? undefined : /^[^=]+=([^;]+)/.exec(line)?.[1];
}
