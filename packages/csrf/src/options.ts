import { invalidOption, type Signing } from "@sess/core";
import { canonicalOrigin, trustedOrigins } from "./origin.ts";

/** What is asked of a session. A `Session` of `@sess/core` is one. */
export interface CsrfSession {
  readonly id: string | undefined;
  readonly epoch: number;
  readonly isEmpty: boolean;
  load(): Promise<unknown>;
  save(): Promise<void>;
  flash(key: string, value: unknown): void;
}

/** What is asked of a session manager. A `Sessions` of `@sess/core` is one. */
export interface CsrfSessions {
  mounted(request: object): CsrfSession | undefined;
  signing(purpose: string): Signing;
}

/** The options of `createCsrf`. `Request` is what the framework's handlers get. */
export interface CsrfOptions<Request> {
  /** The manager whose sessions the tokens belong to, or a function from the request to it. */
  readonly sessions: CsrfSessions | ((request: Request) => CsrfSessions);
  /**
   * When a token is asked for. `"fallback"`: where the browser does not say by `Sec-Fetch-Site` or `Origin` which page
   * sent the request, as old ones do. `"always"`: besides, as in Django; every visitor who is shown a form gets a session.
   * @default "fallback"
   */
  readonly token?: "fallback" | "always";
  /**
   * Other origins whose pages may send requests, with their scheme: `"https://app.example.com"`, or
   * `"https://*.example.com"` for the host and all under it. They are trusted like the site's own pages.
   * @default none
   */
  readonly trustedOrigins?: readonly string[];
  /**
   * The origin that browsers know the site by, where the framework cannot tell: behind a proxy that it does not trust or
   * (Hono) cannot be told of.
   * @default what the framework says
   */
  readonly origin?: string | ((request: Request) => string);
  /** Requests that are not checked: webhooks, and what does not come by a cookie. */
  readonly exempt?: (request: Request) => boolean;
  /**
   * The field of a form that carries the token.
   * @default "_csrf"
   */
  readonly field?: string;
  /**
   * The header that carries the token.
   * @default "X-CSRF-Token"
   */
  readonly header?: string;
}

/** The options, checked and filled in. */
export interface Settings<Request> {
  sessionsOf(request: Request): CsrfSessions;
  readonly always: boolean;
  isTrusted(origin: string): boolean;
  /** The origin that the options name; undefined where the framework is to say. */
  originOf(request: Request): string | undefined;
  isExempt(request: Request): boolean;
  readonly field: string;
  readonly header: string;
}

const known = ["sessions", "token", "trustedOrigins", "origin", "exempt", "field", "header"];

/** Checks the options. Throws a `TypeError` that names the one that is wrong. */
export function resolveSettings<Request>(options: CsrfOptions<Request>): Settings<Request> {
  if (typeof options !== "object" || options === null) {
    throw invalidOption("options", "must be an object with `sessions`", options);
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name))
      throw invalidOption(name, `is no option. Take one of: ${known.join(", ")}`, name);
  }
  const { sessions, token = "fallback", origin, exempt, field = "_csrf", header = "X-CSRF-Token" } = options;
  if (typeof sessions !== "function" && typeof sessions?.signing !== "function") {
    throw invalidOption("sessions", "must be what `createSessions` returned, or a function to it", sessions);
  }
  if (token !== "fallback" && token !== "always") {
    throw invalidOption("token", 'must be "fallback" or "always"', token);
  }
  if (options.trustedOrigins !== undefined && !Array.isArray(options.trustedOrigins)) {
    throw invalidOption("trustedOrigins", "must be an array", options.trustedOrigins);
  }
  if (exempt !== undefined && typeof exempt !== "function") {
    throw invalidOption("exempt", "must be a function", exempt);
  }
  const fixed = typeof origin === "string" ? canonicalOrigin(origin) : undefined;
  if (origin !== undefined && typeof origin !== "function" && fixed === undefined) {
    throw invalidOption("origin", 'must be scheme and host, such as "https://example.com"', origin);
  }
  assertName("field", field, /^[\w.-]+$/);
  assertName("header", header, /^[\w-]+$/);
  return {
    sessionsOf: typeof sessions === "function" ? sessions : () => sessions,
    always: token === "always",
    isTrusted: trustedOrigins(options.trustedOrigins ?? []),
    originOf: typeof origin === "function" ? origin : () => fixed,
    isExempt: (request) => exempt?.(request) === true,
    field,
    header,
  };
}

function assertName(option: string, name: unknown, shape: RegExp): void {
  if (typeof name === "string" && shape.test(name)) return;
  throw invalidOption(option, "must be a name of letters, digits, - and _", name);
}
