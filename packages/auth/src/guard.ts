import { type Duration, invalidOption, parseDuration, SessError } from "@sess/core";
import type { AnySession } from "./any-session.ts";
import type { Auth } from "./create-auth.ts";

/** Where a guard sends people. */
export interface GuardOptions {
  /**
   * The page to log in at. Whoever asks for a page, or sends a form, is redirected there (303); what asked for a page is
   * in the parameter `next`: read it with `localPath`. Everything else is answered with 401.
   * @default nobody is redirected
   */
  readonly login?: string;
}

/** Where a guard that asks for a recent login sends people. */
export interface FreshOptions extends GuardOptions {
  /**
   * The page to give the password again at, for somebody who is logged in. Without it, `login`.
   * @default the page `login`; without that, nobody is redirected, and the answer is 403
   */
  readonly confirm?: string;
}

/** What a guard is told about a request. */
export interface GuardedRequest {
  /** What the request holds where the session should be. */
  readonly session: unknown;
  readonly method: string;
  /** Path and query as the browser sent them. */
  readonly path: string;
  /** A field of the head. */
  readonly header: (name: string) => string | undefined;
}

/** What a guard says: the user, or how the request is to be answered. */
export type Ruling<User> =
  | { readonly user: User }
  | { readonly redirect: string }
  | { readonly status: 401 | 403; readonly text: string };

/** Rules over requests. `maxAge`: how old the login may be. */
export function createGuard<User extends object>(
  auth: Auth<User>,
  options: FreshOptions,
  maxAge?: Duration,
): (request: GuardedRequest) => Promise<Ruling<User>> {
  const { login, confirm = login } = options;
  for (const [name, page] of Object.entries({ login, confirm })) {
    if (page !== undefined && (typeof page !== "string" || page === ""))
      throw invalidOption(name, "must be the address of a page", page);
  }
  if (maxAge !== undefined) parseDuration("maxAge", maxAge);
  return async (request) => {
    const session = sessionOf(request, auth.as);
    const user = await auth.currentUser(session);
    if (user === undefined) return refuse(request, login, { status: 401, text: "Log in first." });
    if (maxAge === undefined || auth.isFresh(session, maxAge)) return { user };
    return refuse(request, confirm, { status: 403, text: "Log in again for this." });
  };
}

function sessionOf({ session }: GuardedRequest, as: string): AnySession {
  if (session !== undefined) return session as AnySession;
  throw new SessError(
    "ERR_SESS_NOT_MOUNTED",
    `A guard found no session under "${as}": the session middleware must stand in front of it, and \`skip\` must not leave the request alone.`,
  );
}

function refuse<User>(
  request: GuardedRequest,
  page: string | undefined,
  otherwise: Ruling<User>,
): Ruling<User> {
  if (page === undefined || !wantsPage(request)) return otherwise;
  // After a form, there is nothing at its address to come back to.
  if (request.method !== "GET" && request.method !== "HEAD") return { redirect: page };
  const separator = page.includes("?") ? "&" : "?";
  return { redirect: `${page}${separator}next=${encodeURIComponent(request.path)}` };
}

/** Whether a browser is about to show the answer; `fetch` would follow a redirect and take the login page for data. */
function wantsPage({ header }: GuardedRequest): boolean {
  const mode = header("sec-fetch-mode");
  return mode === undefined ? (header("accept") ?? "").includes("text/html") : mode === "navigate";
}
