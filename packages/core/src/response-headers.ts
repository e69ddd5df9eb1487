import type { ResponseChanges } from "./adapter.ts";

/**
 * The head of a response, as an adapter shows it.
 *
 * @example
 * // Node, where `response` is a ServerResponse:
 * const node: HeaderTarget = {
 *   get: (name) => response.getHeader(name),
 *   set: (name, value) => response.setHeader(name, value),
 *   append: (name, value) => response.appendHeader(name, value),
 *   remove: (name) => response.removeHeader(name),
 * };
 * // fetch, where `headers` is a Headers:
 * const fetch: HeaderTarget = {
 *   get: (name) => (name === "Set-Cookie" ? headers.getSetCookie() : headers.get(name)),
 *   set: (name, value) => headers.set(name, value),
 *   append: (name, value) => headers.append(name, value),
 *   remove: (name) => headers.delete(name),
 * };
 */
export interface HeaderTarget {
  /** What the field says so far: nothing, its value, or the values of several fields of that name. */
  get(name: string): string | readonly string[] | number | null | undefined;
  /** Makes `value` the only one. */
  set(name: string, value: string): void;
  /** Adds a field of this name beside those that are there. */
  append(name: string, value: string): void;
  /** Takes all fields of this name away. */
  remove(name: string): void;
}

/**
 * Puts what core wants into the head. Other people's fields stay: `Set-Cookie` is appended (an earlier one of the same
 * cookie name goes, so that there is one at most), `Vary` and `Cache-Control` are extended and never weakened.
 *
 * @example
 * const target: HeaderTarget = {
 *   get: (name) => response.getHeader(name),
 *   set: (name, value) => response.setHeader(name, value),
 *   append: (name, value) => response.appendHeader(name, value),
 *   remove: (name) => response.removeHeader(name),
 * };
 * applyResponseChanges({ setCookie: ["sid=abc; Path=/"], vary: true, cacheControl: "no-store" }, target);
 */
export function applyResponseChanges(changes: ResponseChanges, target: HeaderTarget): void {
  for (const line of changes.setCookie) appendCookie(target, line);
  if (changes.vary) extendVary(target);
  if (changes.cacheControl !== undefined) extendCacheControl(target, changes.cacheControl);
}

function appendCookie(target: HeaderTarget, line: string): void {
  const name = cookieName(line);
  const earlier = valuesOf(target, "Set-Cookie");
  if (earlier.some((other) => cookieName(other) === name)) {
    target.remove("Set-Cookie");
    for (const other of earlier) if (cookieName(other) !== name) target.append("Set-Cookie", other);
  }
  target.append("Set-Cookie", line);
}

function cookieName(line: string): string {
  return line.slice(0, line.indexOf("=")).trim();
}

function extendVary(target: HeaderTarget): void {
  const value = valuesOf(target, "Vary").join(", ");
  const names = value.split(",").map((name) => name.trim().toLowerCase());
  if (names.includes("*") || names.includes("cookie")) return;
  target.set("Vary", value === "" ? "Cookie" : `${value}, Cookie`);
}

function extendCacheControl(target: HeaderTarget, least: "private" | "no-store"): void {
  const value = valuesOf(target, "Cache-Control").join(", ");
  if (value === "") {
    target.set("Cache-Control", least);
    return;
  }
  const directives = directivesOf(value);
  const words = directives.map((directive) => directive.toLowerCase());
  // A cache that understands `must-understand` must ignore `no-store` beside it (RFC 9111 section 5.2.2.3).
  const isNoStore = words.includes("no-store") && !words.includes("must-understand");
  const isEnough = isNoStore || (least === "private" && words.includes("private"));
  if (isEnough && !words.includes("public")) return;

  const weaker = least === "no-store" ? ["public", "must-understand", "no-store"] : ["public"];
  const kept = directives.filter((_, i) => !weaker.includes(words[i] as string));
  target.set("Cache-Control", (isEnough && least === "private" ? kept : [...kept, least]).join(", "));
}

/** The directives; a comma inside quotes, as in `private="a, b"`, parts nothing. */
function directivesOf(value: string): readonly string[] {
  const parts = value.match(/(?:"(?:\\.|[^"\\])*"?|[^",])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

function valuesOf(target: HeaderTarget, name: string): readonly string[] {
  const value = target.get(name);
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [String(value)];
}
