import { isSessError, type Signing } from "@sess/core";
import type { AnySession } from "./any-session.ts";

/** The key in the session's data. */
const key = "_authHash";

/** Ties a session to something of its user that changes with the password. */
export interface AuthHash<User> {
  /** Keeps the hash of the user as it is now. */
  keep(session: AnySession, user: User): void;
  /** Which signing secret the kept hash was made by, if it is this user's: 0 is the newest, -1 is none. */
  signer(session: AnySession, user: User): number;
  /**
   * Whether the session may go on as this user's. One whose hash does not fit is flushed; one by an older signing secret
   * gets a hash by the newest.
   */
  check(session: AnySession, user: User): Promise<boolean>;
}

export function createAuthHash<User extends object>(
  signing: Signing,
  materialOf: (user: User) => string,
  idOf: (user: User) => string,
): AuthHash<User> {
  const textOf = (user: User): string => {
    const material: unknown = materialOf(user);
    if (typeof material === "string") return JSON.stringify([idOf(user), material]);
    throw new TypeError(
      `[sess] authHash must return text, "" where the user has no password. Received ${typeof material}.`,
    );
  };
  const hash: AuthHash<User> = {
    keep(session, user) {
      const signed = signing.sign(textOf(user));
      // An update, because a login that goes on in a session of its own takes only what differs, or was updated.
      session.update(key as never, () => signed as never);
    },
    signer(session, user) {
      const kept = session.get(key as never);
      return typeof kept === "string" ? signing.verify(textOf(user), kept) : -1;
    },
    async check(session, user) {
      const signer = hash.signer(session, user);
      if (signer > 0) hash.keep(session, user);
      if (signer >= 0) return true;
      if (await isStillThere(session)) await session.flush();
      return false;
    },
  };
  return hash;
}

/**
 * Whether the record is still of the login that this request came with. Where it is not, the very request that changes
 * the password may have renewed it, and it must not be flushed.
 */
async function isStillThere(session: AnySession): Promise<boolean> {
  try {
    await session.reload();
    return true;
  } catch (error) {
    if (isSessError(error) && error.code === "ERR_SESS_GONE") return false;
    throw error;
  }
}
