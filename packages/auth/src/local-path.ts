/** No browser asks for this host. */
const base = "http://local.invalid";

/**
 * A path on this site, made of what a request says, such as the parameter `next` of a login: `value` if it is one, and
 * `fallback` for everything else. What would leave the site is none: another origin, `//host`, `/\host`, what becomes one
 * of these when a browser reads it, and what is no text.
 *
 * @default fallback "/"
 *
 * @example
 * localPath("/account?tab=2"); // "/account?tab=2"
 * localPath("//evil.example/"); // "/"
 */
export function localPath(value: unknown, fallback = "/"): string {
  if (typeof value !== "string" || !value.startsWith("/") || !URL.canParse(value, base)) return fallback;
  const { origin, pathname, search, hash } = new URL(value, base);
  // "/.//host" is a path of this site that would be read as a host when it is used once more.
  return origin !== base || pathname.startsWith("//") ? fallback : pathname + search + hash;
}
