/**
 * What an adapter tells core about a request. Core asks for nothing else: it never sees a framework's objects, except
 * to hand them to the user's own functions (`skip`, `secure`, `device`).
 */
export interface RequestFacts {
  /** The value of the `Cookie` header; a list where the platform gives several fields. */
  readonly cookies: string | readonly string[] | undefined;
  /** Whether the request came over https, as far as the framework trusts what says so. */
  readonly secure: boolean;
  /** The framework's own request or context, for the user's functions. */
  readonly request: unknown;
  /**
   * Called once, at the latest when the response first depends on the session: the adapter hooks the response then.
   * Until then a request costs next to nothing.
   */
  readonly onUse?: () => void;
  /**
   * Whether the head of the response has gone, asked when the session is first used: what would need a cookie is refused
   * from then on.
   */
  readonly headersSent?: () => boolean;
}

/** What an adapter tells core about the response that is about to go out. */
export interface ResponseFacts {
  /** The status code with which the head goes out, or went out. */
  readonly status: number;
  /** The head has been sent: what would need a cookie is refused with `ERR_SESS_HEADERS_SENT` before anything is written. */
  readonly headersSent?: boolean;
  /** The connection closed before the end: changes are saved, but nothing is rotated or logged in. */
  readonly aborted?: boolean;
}

/** What core wants in the head of the response. */
export interface ResponseChanges {
  /** Values for `Set-Cookie` fields, to be appended. Mostly none, at most one of a name. */
  readonly setCookie: readonly string[];
  /** Whether the response must vary on `Cookie`. */
  readonly vary: boolean;
  /** What `Cache-Control` must at least say. */
  readonly cacheControl: "private" | "no-store" | undefined;
}
