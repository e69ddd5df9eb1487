import { type Awaitable, invalidOption, type Sessions } from "@sess/core";

/** The options of `createAuth`. All are checked once, at start. */
export interface AuthOptions<User extends object> {
  /** The session manager that the adapter uses. */
  readonly sessions: Pick<Sessions, "as" | "list" | "revoke" | "signing">;
  /**
   * The user of that ID as the database has it now, or nothing where nobody has it or nobody may use it (any more): such
   * a session is treated as nobody's. Called once per request that asks who it is. Ask the primary database where
   * `authHash` is used: a replica that lags behind a change of password logs its user out.
   */
  readonly findUser: (id: string) => Awaitable<User | null | undefined>;
  /** The ID of a user: text of 1 to 200 characters, which becomes the owner of the session. It must never change. */
  readonly idOf: (user: NoInfer<User>) => string;
  /**
   * Text that changes when the other sessions of the user must end: the stored hash of the password, say. A MAC of it is
   * kept in the session; where it does not fit any more, the session is flushed. Give "" where there is no password.
   * Introducing this option logs everybody out.
   * @default nothing: a change of password ends no session by itself
   */
  readonly authHash?: (user: NoInfer<User>) => string;
  /**
   * How many sessions a user may have at once. Needs a store with owners (`abilities.owners`).
   * @default no limit
   */
  readonly maxSessions?: number;
  /**
   * What a login beyond `maxSessions` does: `evict` ends the sessions that were not used for the longest time, `refuse`
   * throws `ERR_SESS_LOGIN_REFUSED` and logs nobody in.
   * @default "evict"
   */
  readonly atLimit?: "evict" | "refuse";
}

const known = ["sessions", "findUser", "idOf", "authHash", "maxSessions", "atLimit"];

/** Throws a `TypeError` that names the first option that cannot be. */
export function assertOptions<User extends object>(options: AuthOptions<User>): void {
  if (typeof options !== "object" || options === null) {
    throw invalidOption("options", "must be an object with `sessions`, `findUser` and `idOf`", options);
  }
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name))
      throw invalidOption(name, `is no option; the options are ${known.join(", ")}`, value);
  }
  const { sessions, maxSessions, atLimit = "evict" } = options;
  if (typeof sessions?.signing !== "function") {
    throw invalidOption("sessions", "must be a manager made by `createSessions`", sessions);
  }
  for (const name of ["findUser", "idOf", "authHash"] as const) {
    const isLeftOut = name === "authHash" && options[name] === undefined;
    if (typeof options[name] !== "function" && !isLeftOut)
      throw invalidOption(name, "must be a function", options[name]);
  }
  if (maxSessions !== undefined && !(Number.isSafeInteger(maxSessions) && maxSessions > 0)) {
    throw invalidOption("maxSessions", "must be a whole number from 1 on", maxSessions);
  }
  if (atLimit !== "evict" && atLimit !== "refuse") {
    throw invalidOption("atLimit", 'must be "evict" or "refuse"', atLimit);
  }
}
