import { SessError } from "@sess/core";

/**
 * Why a request was refused. `cross-site`: `Sec-Fetch-Site` names another site. `origin`: the `Origin` is neither the
 * site's own nor trusted. `referer-…`: over https without an `Origin`, the `Referer` is `missing`, is no URL
 * (`malformed`), is not https (`insecure`), or is of another site (`untrusted`). `session-missing`: nothing else vouched
 * for the request, and there is no session that a token could belong to. `token-…`: the token is `missing`, cannot be one
 * (`malformed`), or belongs to another session or to the time before a login (`wrong`).
 */
export type CsrfReason =
  | "cross-site"
  | "origin"
  | "referer-missing"
  | "referer-malformed"
  | "referer-insecure"
  | "referer-untrusted"
  | "session-missing"
  | "token-missing"
  | "token-malformed"
  | "token-wrong";

/**
 * A request that might have been forged: `code` is `ERR_SESS_CSRF_REFUSED`, `status` 403. It goes to the framework's
 * error handling.
 *
 * @example
 * if (error instanceof CsrfError && error.reason === "token-wrong") response.redirect(request.originalUrl);
 */
export class CsrfError extends SessError {
  override readonly name: string = "CsrfError";
  /** Why, for logs and error pages. */
  readonly reason: CsrfReason;

  constructor(reason: CsrfReason, message: string, cause?: unknown) {
    super("ERR_SESS_CSRF_REFUSED", message, { cause });
    this.reason = reason;
  }

  /** What Hono answers where the app has no `onError`. */
  getResponse(): Response {
    return new Response("Forbidden", { status: this.status });
  }
}
