import { type Awaitable, isSessError, SessError, type Signing } from "@sess/core";
import { type CsrfOptions, type CsrfSession, type CsrfSessions, resolveSettings } from "./options.ts";
import { canonicalOrigin } from "./origin.ts";
import { comesFromAllowedPage, refused } from "./provenance.ts";
import type { RequestFacts } from "./request-facts.ts";
import { maskToken, unmaskToken } from "./token.ts";

/** Tokens for forms and scripts, and the check of a request. `Request` is what the framework's handlers get. */
export interface CsrfGuard<Request> {
  /**
   * A token for a page or a script, another text each time; for the header `X-CSRF-Token` (option `header`) or a form's
   * field `_csrf` (option `field`). It ends with the session, with a login and with `rotate()`.
   *
   * Empty where the visitor has no session and none is needed: this browser says by itself where its requests come from.
   * Otherwise a visitor without a session gets one, which is in the store when this resolves.
   */
  token(request: Request): Promise<string>;
  /** A hidden field with a token, as HTML to be put into a form. */
  field(request: Request): Promise<string>;
  /**
   * Throws a `CsrfError` for a request that may have been forged. GET, HEAD, OPTIONS and TRACE and what is exempt are not
   * checked.
   */
  check(request: Request): Awaitable<void>;
}

const safeMethods: readonly string[] = ["GET", "HEAD", "OPTIONS", "TRACE"];

/**
 * The protection without a framework. `factsOf` tells what is to be known about a request.
 *
 * @example
 * const guard = createGuard<Request>({ sessions }, (request) => ({
 *   method: request.method,
 *   origin: new URL(request.url).origin,
 *   header: (name) => request.headers.get(name) ?? undefined,
 *   formField: async (name) => (await request.clone().formData()).get(name),
 * }));
 * await guard.check(new Request("https://example.com/", { method: "POST" }));
 */
export function createGuard<Request extends object>(
  options: CsrfOptions<Request>,
  factsOf: (request: Request) => RequestFacts,
): CsrfGuard<Request> {
  const settings = resolveSettings(options);
  const { always, field, header, isTrusted } = settings;
  const signings = new WeakMap<CsrfSessions, Signing>();

  const signingFor = (request: Request): Signing => {
    const sessions = settings.sessionsOf(request);
    const signing = signings.get(sessions) ?? sessions.signing("csrf token");
    signings.set(sessions, signing);
    return signing;
  };

  const sessionOf = async (request: Request): Promise<CsrfSession> => {
    const session = settings.sessionsOf(request).mounted(request);
    if (session === undefined) {
      throw new SessError(
        "ERR_SESS_NOT_MOUNTED",
        "A CSRF token needs the session, and there is none on this request: mount the session middleware first, with the same manager, and let its `skip` not leave this request alone.",
      );
    }
    await session.load();
    return session;
  };

  const token = async (request: Request): Promise<string> => {
    const session = await sessionOf(request);
    // Over https, every browser that sends this sends it with the form as well.
    const tellsByItself = factsOf(request).header("Sec-Fetch-Site") !== undefined;
    if (boundText(session) === undefined && (always || !tellsByItself)) await begin(session);
    const bound = boundText(session);
    return bound === undefined ? "" : maskToken(signingFor(request).sign(bound));
  };

  const checkToken = async (request: Request, facts: RequestFacts): Promise<void> => {
    const bound = boundText(await sessionOf(request));
    if (bound === undefined) {
      throw refused(
        facts,
        "session-missing",
        "nothing tells which page sent it, and there is no session that a token could belong to",
      );
    }
    const byHeader = facts.header(header);
    const place = byHeader ? `header ${header}` : `field ${field}`;
    const given = byHeader || (await formField(facts, field));
    const mac = unmaskToken(given);
    if (mac === undefined) {
      throw given === undefined || given === null || given === ""
        ? refused(
            facts,
            "token-missing",
            `it has no token, neither in the header ${header} nor in the form's field ${field}`,
          )
        : refused(facts, "token-malformed", `what is in the ${place} is no token`);
    }
    if (signingFor(request).verify(bound, mac) < 0) {
      throw refused(
        facts,
        "token-wrong",
        `the token in the ${place} is of another session, or from before a login`,
      );
    }
  };

  return {
    token,
    field: async (request) => `<input type="hidden" name="${field}" value="${await token(request)}">`,
    check(request) {
      const facts = factsOf(request);
      if (safeMethods.includes(facts.method) || settings.isExempt(request)) return undefined;
      const own = canonicalOrigin(settings.originOf(request) ?? facts.origin);
      const isAllowed = comesFromAllowedPage(facts, { own, isTrusted });
      return isAllowed && !always ? undefined : checkToken(request, facts);
    },
  };
}

/** What a token vouches for: a renewal leaves it, a login changes it. Undefined while the session is not kept. */
function boundText({ epoch, id }: CsrfSession): string | undefined {
  return id === undefined ? undefined : `${id} ${epoch}`;
}

/** Keeps a session that a token can belong to. */
async function begin(session: CsrfSession): Promise<void> {
  // An empty session is not kept. Beside the data, where no schema of the application looks.
  if (session.isEmpty) session.flash("@sess/csrf", true);
  try {
    await session.save();
  } catch (error) {
    // The request came by a secret that a login has just replaced: the next page has the token of that login.
    if (!isSessError(error) || error.code !== "ERR_SESS_GONE") throw error;
  }
}

async function formField(facts: RequestFacts, name: string): Promise<unknown> {
  try {
    return await facts.formField(name);
  } catch (cause) {
    throw refused(facts, "token-missing", "its form could not be read", cause);
  }
}
