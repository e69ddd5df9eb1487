import { type Duration, parseDuration } from "@sess/core";
import type { AnySession } from "./any-session.ts";
import { createAuthHash } from "./auth-hash.ts";
import { type AuthOptions, assertOptions } from "./auth-options.ts";
import { loginWithin } from "./session-limit.ts";

/** Who is logged in. Made by `createAuth`, one per session manager. */
export interface Auth<User extends object> {
  /** The property or variable that holds the session: that of the manager. */
  readonly as: string;
  /**
   * Logs the user in, after the application has found out who it is: new secret, both lifetimes anew, and the cookie from
   * before is worthless. What an anonymous visitor had in the session stays; what belongs to another user, or to this one
   * before a change of password, is flushed first. The same user again (a step-up) keeps the data.
   *
   * @throws SessError `ERR_SESS_LOGIN_REFUSED` at the limit of `maxSessions`. `ERR_SESS_HEADERS_SENT` where the response
   * has begun (with `maxSessions`; otherwise the commit fails with it).
   *
   * @example
   * async function loggedIn(auth: Auth<{ id: string }>, user: { id: string }) {
   *   await auth.login(session, user);
   *   return auth.currentUser(session);
   * }
   */
  login(session: AnySession, user: User): Promise<void>;
  /** Ends the session: the record, all data and the cookie. */
  logout(session: AnySession): Promise<void>;
  /**
   * The user whose session it is; undefined for nobody, for a user that `findUser` does not find (the session stays), and
   * after a change of password elsewhere (the session is flushed). Looked up once per session object, which is once per
   * request.
   */
  currentUser(session: AnySession): Promise<User | undefined>;
  /** Whether the last login (`login`, `refreshAuthHash`) was less than `maxAge` ago. False for nobody's session. */
  isFresh(session: AnySession, maxAge: Duration): boolean;
  /**
   * Keeps this session logged in after its user has changed the password; all others end at their next request. Give the
   * user as it is now. It counts as a login, so ask for the password of before. (Django: `update_session_auth_hash`.)
   *
   * @throws TypeError where the session is not this user's, or there is no `authHash`.
   */
  refreshAuthHash(session: AnySession, user: User): Promise<void>;
  /**
   * Ends every session of the user, this one too. A login that is under way on another device meanwhile goes through.
   *
   * @throws SessError `ERR_SESS_STORE_UNSUPPORTED` where the store has no owners.
   */
  logoutEverywhere(session: AnySession): Promise<void>;
  /**
   * Ends the other sessions of the user, and gives this one a new secret, in case it is in somebody else's hands. Says how
   * many it ended.
   *
   * @throws SessError `ERR_SESS_STORE_UNSUPPORTED` where the store has no owners.
   */
  logoutOthers(session: AnySession): Promise<number>;
}

/**
 * Login, logout and who is logged in, on sessions of `@sess/core`. All options are checked now: an unknown or impossible
 * one is a `TypeError` that names it.
 *
 * @example
 * const users = new Map([["7", { id: "7", passwordHash: "scrypt:…" }]]);
 * const auth = createAuth({
 *   sessions,
 *   findUser: (id) => users.get(id),
 *   idOf: (user) => user.id,
 *   authHash: (user) => user.passwordHash,
 * });
 * await auth.currentUser(session);
 */
export function createAuth<User extends object>(options: AuthOptions<User>): Auth<User> {
  assertOptions(options);
  const { sessions, findUser, idOf, authHash, maxSessions, atLimit = "evict" } = options;
  const hash =
    authHash === undefined ? undefined : createAuthHash(sessions.signing("auth hash"), authHash, idOf);
  const limit = maxSessions === undefined ? undefined : { sessions, max: maxSessions, atLimit };
  const known = new WeakMap<AnySession, { owner: string; user: Promise<User | undefined> }>();

  const enter = (session: AnySession, user: User): void => {
    const id = idOf(user);
    if (session.owner === id) session.rotate({ login: true });
    else session.owner = id;
    hash?.keep(session, user);
    known.set(session, { owner: id, user: Promise.resolve(user) });
  };
  const find = async (session: AnySession, owner: string): Promise<User | undefined> => {
    const user = (await findUser(owner)) ?? undefined;
    if (user === undefined || hash === undefined) return user;
    return (await hash.check(session, user)) ? user : undefined;
  };

  return {
    as: sessions.as,
    async login(session, user) {
      await session.load();
      const id = idOf(user);
      const isOurs = session.owner === id && (hash === undefined || hash.signer(session, user) >= 0);
      const enterAnew = async (): Promise<void> => {
        if (session.owner !== undefined && !isOurs) await session.flush();
        enter(session, user);
      };
      if (limit === undefined) await enterAnew();
      else await loginWithin(limit, session, id, enterAnew);
    },
    async logout(session) {
      await session.load();
      await session.flush();
    },
    async currentUser(session) {
      await session.load();
      const { owner } = session;
      if (owner === undefined) return undefined;
      const before = known.get(session);
      if (before?.owner === owner) return before.user;
      const user = find(session, owner);
      known.set(session, { owner, user });
      user.catch(() => known.delete(session));
      return user;
    },
    isFresh: (session, maxAge) =>
      session.owner !== undefined && session.age * 1000 < parseDuration("maxAge", maxAge),
    async refreshAuthHash(session, user) {
      await session.load();
      if (hash === undefined) throw new TypeError("[sess] refreshAuthHash needs the option `authHash`.");
      if (session.owner !== idOf(user)) {
        throw new TypeError(
          "[sess] refreshAuthHash takes the user whose session it is. For another, use login.",
        );
      }
      enter(session, user);
    },
    async logoutEverywhere(session) {
      await session.load();
      if (session.owner !== undefined) await sessions.revoke(session.owner);
      await session.flush();
    },
    async logoutOthers(session) {
      await session.load();
      if (session.owner === undefined) return 0;
      const ended = await sessions.revoke(session.owner, { except: session });
      session.rotate();
      return ended;
    },
  };
}
