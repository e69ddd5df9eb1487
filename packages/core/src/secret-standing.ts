import { digest, equal } from "#platform";
import type { Credential } from "./credential.ts";
import type { PreviousSecret, RecordHeader } from "./record-header.ts";

/** How the secret of a request stands with the record: the best first. */
export type Standing = "current" | "previous" | "retired";

/** The verdict on a secret whose MAC was ours. */
export interface Verdict {
  readonly standing: Standing;
  /** Retired less than a minute ago: its request may have been under way, so its response must not replace a newer cookie. */
  readonly recent: boolean;
  /** Retired in the record's own epoch: nobody but a thief or a very late request presents it. */
  readonly replayed: boolean;
}

/** How long a retired secret counts as recently retired, in milliseconds. */
const recently = 60_000;

/** At most so many previous secrets are kept. */
const mostPrevious = 8;

const current: Verdict = { standing: "current", recent: false, replayed: false };
const previous: Verdict = { standing: "previous", recent: false, replayed: false };

/** How the secret of `credential` stands with the record. */
export function judge(header: RecordHeader, credential: Credential, now: number): Verdict {
  const hash = digest(credential.secret);
  if (credential.epoch !== header.epoch) {
    return { standing: "retired", recent: now - header.rotatedAt < recently, replayed: false };
  }
  if (equal(hash, header.secretHash)) return current;
  const old = header.previous.find((entry) => equal(hash, entry.hash));
  if (old === undefined) return { standing: "retired", recent: false, replayed: true };
  if (old.endsAt === undefined || now < old.endsAt) return previous;
  return { standing: "retired", recent: now - old.endsAt < recently, replayed: true };
}

/** Whether a previous secret still waits for its successor to be presented. */
export function isWaiting(header: RecordHeader): boolean {
  return header.previous.some((entry) => entry.endsAt === undefined);
}

/** The successor was presented: previous secrets that waited for it end after the grace. */
export function presented(header: RecordHeader, grace: number, now: number): RecordHeader {
  return { ...header, previous: ending(header.previous, grace, now) };
}

/**
 * A renewal: the new secret is current, the old one goes on as a previous one. `byCurrent` says that the old one was
 * itself presented by the request that renews, which ends those that waited for it.
 */
export function renewed(
  header: RecordHeader,
  secretHash: string,
  byCurrent: boolean,
  grace: number,
  now: number,
): RecordHeader {
  const older = byCurrent ? ending(header.previous, grace, now) : header.previous;
  const kept = older.filter((entry) => entry.endsAt === undefined || now - entry.endsAt < recently);
  return {
    ...header,
    secretHash,
    issuedAt: now,
    previous: [{ hash: header.secretHash, endsAt: undefined }, ...kept].slice(0, mostPrevious),
  };
}

/** A rotation proper: a new epoch without previous secrets; as a login, both lifetimes start anew. */
export function rotated(header: RecordHeader, secretHash: string, login: boolean, now: number): RecordHeader {
  return {
    ...header,
    secretHash,
    epoch: header.epoch + 1,
    issuedAt: now,
    rotatedAt: now,
    startedAt: login ? now : header.startedAt,
    previous: [],
  };
}

function ending(list: readonly PreviousSecret[], grace: number, now: number): readonly PreviousSecret[] {
  return list.map((entry) =>
    entry.endsAt === undefined ? { hash: entry.hash, endsAt: now + grace } : entry,
  );
}
