import type { SessionRecord } from "@sess/core";

/**
 * What the fast tier keeps for a record: it ends by `until`, and carries the record's own times and owner in its data,
 * so that no index of owners is kept twice.
 */
export function entryOf(record: SessionRecord, until: number): SessionRecord {
  const { version, expiresAt, endsAt, owner, data } = record;
  const end = Math.min(expiresAt, until);
  return {
    version,
    expiresAt: end,
    endsAt: end,
    data: `${JSON.stringify([expiresAt, endsAt, owner])}\n${data}`,
  };
}

/** An entry that stands for "ask the slow tier", until it is replaced or removed. */
export function markerOf(version: string, until: number): SessionRecord {
  return { version, expiresAt: until, endsAt: until, data: "" };
}

/** The record in an entry; undefined for a marker, and for whatever we did not write. */
export function recordIn({ version, data }: SessionRecord): SessionRecord | undefined {
  const head = data.indexOf("\n");
  if (head === -1) return undefined;
  let times: unknown;
  try {
    times = JSON.parse(data.slice(0, head));
  } catch {
    // Somebody else's: the slow tier knows better.
    return undefined;
  }
  if (!Array.isArray(times)) return undefined;
  const [expiresAt, endsAt, owner] = times;
  const record = { version, expiresAt, endsAt, data: data.slice(head + 1) };
  return typeof owner === "string" ? { ...record, owner } : record;
}
