import { plainData } from "./data.ts";
import { deviceOf } from "./draft.ts";
import { createEngine } from "./engine.ts";
import { SessError } from "./errors.ts";
import { absoluteEnd, lastSeenAt } from "./expiry.ts";
import { decodeFlash } from "./flash.ts";
import type { Device, SessionOptions } from "./options.ts";
import { readSnapshot } from "./read-snapshot.ts";
import { resolveSettings } from "./settings.ts";
import { isTokenStore } from "./store.ts";

/** What a record holds. Times are epoch milliseconds. There is nothing in it that opens the session. */
export interface InspectedSession {
  /** The public ID. */
  readonly id: string;
  readonly owner: string | undefined;
  readonly createdAt: number;
  /** Where the absolute lifetime starts: the creation or the last login. */
  readonly startedAt: number;
  /** When the last login or rotation proper was. */
  readonly rotatedAt: number;
  /** When it was last saved. */
  readonly savedAt: number;
  /** The last activity, to within `touchAfter`. */
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  readonly absoluteExpiresAt: number;
  /** How many logins and rotations proper there were. */
  readonly epoch: number;
  /** How many replaced secrets the record still knows. */
  readonly previousSecrets: number;
  readonly version: string;
  readonly encrypted: boolean;
  readonly device: Device | undefined;
  /** All of it, also what `validate` would drop. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly flash: readonly { readonly key: string; readonly value: unknown }[];
}

/**
 * Looks into the record of a live session, for tools and support: with the options of the application that wrote it,
 * `secret` and `codec` above all. Changes nothing and is no activity. `undecodable`: the record was encrypted under
 * another secret, or is none of ours.
 *
 * @throws SessError `ERR_SESS_STORE_UNSUPPORTED` where the options name no store by ID, and what reading throws
 * @throws TypeError for an unknown or impossible option
 *
 * @example
 * const found = await inspectSession({ secret: process.env.SESSION_SECRET ?? "", store: memoryStore() }, "an ID");
 * if (typeof found === "object") console.log(found.owner, Object.keys(found.data));
 */
export async function inspectSession<Data extends object, Request>(
  options: SessionOptions<Data, Request>,
  id: string,
): Promise<InspectedSession | "missing" | "undecodable"> {
  const settings = resolveSettings(options);
  const { store } = settings;
  if (store === undefined || isTokenStore(store)) {
    throw new SessError(
      "ERR_SESS_STORE_UNSUPPORTED",
      "inspectSession: `store` must be one that finds sessions by ID. What is kept in cookies is read from the cookie.",
    );
  }
  const found = await readSnapshot(createEngine(settings, store), id, settings.clock(), true);
  if (typeof found === "string") return found;
  const { header, record } = found;
  try {
    return {
      id,
      owner: record.owner,
      createdAt: header.createdAt,
      startedAt: header.startedAt,
      rotatedAt: header.rotatedAt,
      savedAt: header.savedAt,
      lastSeenAt: lastSeenAt(header, record.expiresAt, header.savedAt),
      expiresAt: record.expiresAt,
      absoluteExpiresAt: absoluteEnd(header),
      epoch: header.epoch,
      previousSecrets: header.previous.length,
      version: record.version,
      encrypted: header.sealed,
      device: deviceOf(found),
      data: plainData(settings.codec.decode(found.text)),
      flash: decodeFlash(settings.codec, found.flash).map(({ key, value }) => ({ key, value })),
    };
  } catch {
    // The codec is another one than it was written with: core calls such a session unknown as well.
    return "undecodable";
  }
}
