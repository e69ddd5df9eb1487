import type { OpenedToken, SessionRecord } from "@sess/core";

/** The content of a token: a line of deadlines, version and owner, then the record's data as it is. */
export function encodeToken({ version, expiresAt, endsAt, owner, data }: SessionRecord): string {
  const whose = owner === undefined ? "" : ` ${JSON.stringify(owner)}`;
  return `${expiresAt.toString(36)} ${endsAt.toString(36)} ${version}${whose}\n${data}`;
}

/** The record in what `encodeToken` wrote, without the record where it is past a deadline at `now`. */
export function decodeToken(key: string, text: string, now: number): OpenedToken {
  const end = text.indexOf("\n");
  const [expires = "", ends = "", version = "", ...owner] = text.slice(0, end).split(" ");
  const expiresAt = Number.parseInt(expires, 36);
  const endsAt = Number.parseInt(ends, 36);
  // Not the other way round: what is no number is past every deadline.
  if (!(expiresAt > now && endsAt > now)) return { key, record: undefined };
  const record: SessionRecord = { version, expiresAt, endsAt, data: text.slice(end + 1) };
  return {
    key,
    record: owner.length === 0 ? record : { ...record, owner: JSON.parse(owner.join(" ")) as string },
  };
}
