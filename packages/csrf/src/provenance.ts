import { CsrfError, type CsrfReason } from "./csrf-error.ts";
import { canonicalOrigin } from "./origin.ts";
import type { RequestFacts } from "./request-facts.ts";

/** Whose pages may send requests. */
export interface Allowed {
  /** The origin of the site itself; undefined where the request does not say. */
  readonly own: string | undefined;
  isTrusted(origin: string): boolean;
}

/**
 * Asks the headers that only a browser can set where the request comes from. True: from a page that may send it. False:
 * they do not say, so a token has to. Throws for a page that may not.
 */
export function comesFromAllowedPage(request: RequestFacts, { own, isTrusted }: Allowed): boolean {
  const site = request.header("Sec-Fetch-Site");
  if (site === "same-origin") return true;
  const isForeign = site === "same-site" || site === "cross-site";
  const origin = request.header("Origin");
  if (origin !== undefined) {
    const from = canonicalOrigin(origin);
    if (from !== undefined && (isTrusted(from) || (from === own && !isForeign))) return true;
    if (!isForeign) {
      throw refused(
        request,
        "origin",
        `its Origin ${shown(origin)} is neither ${own} nor one of \`trustedOrigins\``,
      );
    }
  }
  if (isForeign) {
    const page = origin === undefined ? "a page" : `a page of ${shown(origin)}`;
    throw refused(request, "cross-site", `${page} of another site sent it (Sec-Fetch-Site: ${site})`);
  }
  // Over plain http, browsers leave the Referer away too often.
  if (own?.startsWith("http:")) return false;
  assertReferer(request, { own, isTrusted });
  return false;
}

function assertReferer(request: RequestFacts, { own, isTrusted }: Allowed): void {
  const referer = request.header("Referer") ?? "";
  if (referer === "") {
    throw refused(request, "referer-missing", "over https, it has neither an Origin nor a Referer");
  }
  const url = URL.canParse(referer) ? new URL(referer) : undefined;
  if (url === undefined || url.host === "") {
    throw refused(request, "referer-malformed", `its Referer ${shown(referer)} is no address of a page`);
  }
  if (url.protocol !== "https:") {
    throw refused(request, "referer-insecure", `its Referer ${shown(url.origin)} is not https`);
  }
  if (url.origin !== own && !isTrusted(url.origin)) {
    throw refused(
      request,
      "referer-untrusted",
      `its Referer ${shown(url.origin)} is neither ${own} nor one of \`trustedOrigins\``,
    );
  }
}

/** The error for a request, saying what was wrong with it. */
export function refused(
  { method }: RequestFacts,
  reason: CsrfReason,
  why: string,
  cause?: unknown,
): CsrfError {
  return new CsrfError(reason, `${shown(method)} refused as possibly forged: ${why}.`, cause);
}

/** What a client sent, cut and quoted for a log. */
function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
