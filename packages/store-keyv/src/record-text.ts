import { SessError, type SessionRecord } from "@sess/core";

// One line, then the data as it is: within Keyv's own JSON, a record as JSON would escape every quote twice.
const head = /^([\w-]{1,32}) (\d+) (\d+)(?: (".*"))?\n/;

/** A record as text: version, both times, and the owner as JSON where there is one; then the data. */
export function recordText({ version, expiresAt, endsAt, owner, data }: SessionRecord): string {
  const fields = [version, expiresAt, endsAt];
  if (owner !== undefined) fields.push(JSON.stringify(owner));
  return `${fields.join(" ")}\n${data}`;
}

/** The record that `value` is the text of. Anything else was put there by somebody else, and is an error. */
export function parseRecord(key: string, value: unknown): SessionRecord {
  const found = typeof value === "string" ? head.exec(value) : null;
  if (found === null || typeof value !== "string") {
    throw new SessError(
      "ERR_SESS_STORE_FAILED",
      `The Keyv store found something under the key "${key}" that it did not write. Give the sessions a namespace of their own, and take back changes of compression, encryption or serialization.`,
    );
  }
  const [line, version = "", expiresAt, endsAt, owner] = found;
  return {
    version,
    expiresAt: Number(expiresAt),
    endsAt: Number(endsAt),
    data: value.slice(line.length),
    ...(owner !== undefined && { owner: JSON.parse(owner) as string }),
  };
}
