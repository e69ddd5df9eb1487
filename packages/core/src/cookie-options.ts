import { invalidOption } from "./errors.ts";

/** How the cookie is written. Each is checked at start. */
export interface CookieOptions {
  /**
   * The name; used as it is. A name with a prefix (`__Host-`, `__Secure-`, `__Http-`, `__Host-Http-`) must keep the rules
   * of that prefix (RFC 6265bis section 4.1.3).
   *
   * @default `__Host-sid` where Secure, `__Secure-sid` with a `domain` or another `path`; `sid` where not Secure
   */
  readonly name?: string | undefined;
  /**
   * The path below which browsers send the cookie.
   *
   * @default "/"
   */
  readonly path?: string | undefined;
  /**
   * The domain with whose subdomains the cookie is shared. All of them can then read and replace it: leave it away unless
   * they must share sessions.
   *
   * @default none: this host only
   */
  readonly domain?: string | undefined;
  /**
   * Whether scripts in the page cannot read the cookie.
   *
   * @default true
   */
  readonly httpOnly?: boolean | undefined;
  /**
   * Which requests from other sites carry the cookie: `"lax"` only links, `"strict"` none (a link from a mail arrives
   * logged out), `"none"` all of them (needs Secure, and a defence against forged requests).
   *
   * @default "lax"
   */
  readonly sameSite?: "lax" | "strict" | "none" | undefined;
  /**
   * Whether browsers send the cookie over https only. `"auto"`: for requests that came over https. In production
   * (`NODE_ENV`) the cookie is always Secure, whatever is said here.
   *
   * @default "auto"
   */
  readonly secure?: boolean | "auto" | undefined;
  /**
   * Whether a page of ours inside another site keeps a cookie per such site (CHIPS). Needs Secure.
   *
   * @default false
   */
  readonly partitioned?: boolean | undefined;
  /**
   * Which cookies Chromium drops first when there are too many.
   *
   * @default none
   */
  readonly priority?: "low" | "medium" | "high" | undefined;
  /**
   * Whether the cookie outlives the browser: `Max-Age` runs to the absolute end of the session, and the server decides
   * about idleness. False: the cookie ends when the browser closes, unless the session says otherwise.
   *
   * @default true
   */
  readonly persistent?: boolean | undefined;
}

/** `CookieOptions` with every default in its place but the name's. */
export interface CheckedCookieOptions {
  readonly name: string | undefined;
  readonly path: string;
  readonly domain: string | undefined;
  readonly httpOnly: boolean;
  readonly sameSite: "lax" | "strict" | "none";
  readonly secure: boolean | "auto";
  readonly partitioned: boolean;
  readonly priority: "low" | "medium" | "high" | undefined;
}

const most = 1024;
const boolean = (value: unknown): boolean => typeof value === "boolean";
const oneOf = (...values: readonly unknown[]): ((value: unknown) => boolean) => values.includes.bind(values);
const text = (pattern: RegExp): ((value: unknown) => boolean) => {
  return (value) => typeof value === "string" && value.length <= most && pattern.test(value);
};

/** What each option takes, in words and as a test. */
const rules: Record<keyof CookieOptions, readonly [takes: string, test: (value: unknown) => boolean]> = {
  name: ["must be a token of RFC 6265 (letters, digits, !#$%&'*+-.^_`|~)", text(/^[\w!#$%&'*+\-.^`|~]+$/)],
  path: [
    `must begin with "/" and hold printable ASCII without ";", at most ${most} characters`,
    text(/^\/[ -:<-~]*$/),
  ],
  domain: [
    'must be a host name in ASCII, such as "example.com": no scheme, port, path or leading dot, other alphabets as "xn--…"',
    text(/^(?=.{1,253}$)(?:(?!-)[\w-]{1,63}(?<!-)\.)*(?!-)[\w-]{1,63}(?<!-)$/),
  ],
  httpOnly: ["must be true or false", boolean],
  sameSite: ['must be "lax", "strict" or "none"', oneOf("lax", "strict", "none")],
  secure: ['must be true, false or "auto"', oneOf(true, false, "auto")],
  partitioned: ["must be true or false", boolean],
  priority: ['must be "low", "medium" or "high"', oneOf("low", "medium", "high")],
  persistent: ["must be true or false", boolean],
};

/**
 * The options with their defaults.
 *
 * @throws TypeError (`ERR_SESS_OPTION_INVALID`) naming the option, such as `cookie.path`, for one that is unknown or
 * impossible, or impossible together with another.
 */
export function checkCookieOptions(
  given: CookieOptions | undefined,
  production: boolean,
): CheckedCookieOptions {
  const options: CookieOptions = given === undefined ? {} : given;
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw invalidOption("cookie", "must be an object of options", options);
  }
  for (const [key, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, key) ? rules[key as keyof CookieOptions] : undefined;
    if (!rule)
      throw invalidOption(`cookie.${key}`, `is no option: there are ${Object.keys(rules).join(", ")}`, value);
    if (value !== undefined && !rule[1](value)) throw invalidOption(`cookie.${key}`, rule[0], value);
  }
  const checked: CheckedCookieOptions = {
    name: options.name,
    path: options.path ?? "/",
    domain: options.domain,
    httpOnly: options.httpOnly ?? true,
    sameSite: options.sameSite ?? "lax",
    secure: options.secure ?? "auto",
    partitioned: options.partitioned ?? false,
    priority: options.priority,
  };
  checkTogether(checked, production);
  return checked;
}

/** What browsers refuse to keep: better an error at start than a cookie that never comes back. */
function checkTogether(options: CheckedCookieOptions, production: boolean): void {
  const { name = "", path, domain, httpOnly, sameSite, secure, partitioned } = options;
  const [prefix = ""] = /^__(?:host-http-|host-|secure-|http-)/i.exec(name) ?? [];
  const isHost = /^__host-/i.test(prefix);

  const needsSecure =
    (prefix !== "" && `"cookie.name" begins with ${prefix}`) ||
    (sameSite === "none" && '"cookie.sameSite" is "none"') ||
    (partitioned && '"cookie.partitioned" is true');
  if (needsSecure && secure !== true && !(secure === "auto" && production)) {
    throw invalidOption(
      "cookie.secure",
      `must be true, because ${needsSecure}: browsers take that only Secure`,
      secure,
    );
  }
  if (isHost && path !== "/") {
    throw invalidOption("cookie.path", `must be "/", because "cookie.name" begins with ${prefix}`, path);
  }
  if (isHost && domain !== undefined) {
    throw invalidOption(
      "cookie.domain",
      `must not be given, because "cookie.name" begins with ${prefix}`,
      domain,
    );
  }
  if (/http-$/i.test(prefix) && !httpOnly) {
    throw invalidOption(
      "cookie.httpOnly",
      `must be true, because "cookie.name" begins with ${prefix}`,
      httpOnly,
    );
  }
}
