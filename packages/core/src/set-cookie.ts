import { type CheckedCookieOptions, type CookieOptions, checkCookieOptions } from "./cookie-options.ts";

export type { CookieOptions } from "./cookie-options.ts";

/** Writes the `Set-Cookie` lines of one cookie. */
export interface CookieWriter {
  readonly name: string;
  /** Whether the cookie is Secure. */
  readonly secure: boolean;
  /**
   * The line that gives the cookie this value (characters of base64url, and dots) for `maxAge` seconds, rounded down and
   * at most 400 days (RFC 6265bis section 5.5); undefined: until the browser closes.
   */
  write(value: string, maxAge: number | undefined): string;
  /** The line that removes the cookie. */
  remove(): string;
  /** A writer with the same attributes for a further part of a value that needs several cookies: `name.1`, `name.2`, … */
  part(index: number): CookieWriter;
}

/** The cookie as it is written over https and over plain http. */
export interface CookieWriters {
  readonly secure: CookieWriter;
  readonly plain: CookieWriter;
  /** Which of the two to use whatever the request was; undefined: the one that fits the request. */
  readonly always: "secure" | "plain" | undefined;
}

/** 400 days in seconds: browsers keep no cookie longer. */
const longestAge = 34_560_000;

/**
 * Checks the options and makes both writers.
 *
 * @throws TypeError (`ERR_SESS_OPTION_INVALID`) naming the option that is wrong, such as `cookie.path`.
 *
 * @example
 * const { secure } = createCookieWriters({ sameSite: "strict" }, true);
 * secure.write("abc", 3600); // "__Host-sid=abc; Max-Age=3600; Path=/; HttpOnly; Secure; SameSite=Strict"
 */
export function createCookieWriters(options: CookieOptions | undefined, production: boolean): CookieWriters {
  const checked = checkCookieOptions(options, production);
  return {
    secure: createWriter(checked, true),
    plain: createWriter(checked, false),
    always: production || checked.secure === true ? "secure" : checked.secure === false ? "plain" : undefined,
  };
}

function createWriter(options: CheckedCookieOptions, secure: boolean): CookieWriter {
  return writerOf(options.name ?? defaultName(options, secure), options, secure);
}

function writerOf(name: string, options: CheckedCookieOptions, secure: boolean): CookieWriter {
  const { path, domain, httpOnly, sameSite, partitioned, priority } = options;
  // Browsers find the cookie to remove by name, domain and path (and partition); Chromium wants Secure to match, too.
  const place = `; Path=${path}${domain === undefined ? "" : `; Domain=${domain}`}`;
  const scope = `${secure ? "; Secure" : ""}; SameSite=${capitalized(sameSite)}${partitioned ? "; Partitioned" : ""}`;
  const suffix = `${place}${httpOnly ? "; HttpOnly" : ""}${scope}${priority ? `; Priority=${capitalized(priority)}` : ""}`;
  const removal = `${name}=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT${place}${httpOnly ? "; HttpOnly" : ""}${scope}`;

  return {
    name,
    secure,
    write(value, maxAge) {
      if (maxAge === undefined) return `${name}=${value}${suffix}`;
      return `${name}=${value}; Max-Age=${Math.min(Math.floor(maxAge), longestAge)}${suffix}`;
    },
    remove: () => removal,
    part: (index) => writerOf(`${name}.${index}`, options, secure),
  };
}

function defaultName({ path, domain }: CheckedCookieOptions, secure: boolean): string {
  if (!secure) return "sid";
  return path === "/" && domain === undefined ? "__Host-sid" : "__Secure-sid";
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
