import { invalidOption } from "@sess/core";

/** Scheme and host, and nothing behind: what a browser calls an origin. */
const shape = /^([a-z][a-z\d+.-]*):\/\/[^\s/\\?#@,*]+$/i;

/** An origin as browsers write it (lower case, no default port), or undefined for `null` and what is no origin. */
export function canonicalOrigin(text: string): string | undefined {
  const scheme = shape.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return undefined;
  // To the URL parser, origins of apps (capacitor://localhost) are all the same opaque one.
  if (scheme !== "http" && scheme !== "https") return text.toLowerCase();
  return URL.canParse(text) ? new URL(text).origin : undefined;
}

/** Says of a canonical origin whether the list has it: exactly, or under a `*.` that stands for the host itself too. */
export function trustedOrigins(list: readonly string[]): (origin: string) => boolean {
  const exact = new Set<string>();
  const wild: { readonly scheme: string; readonly host: string }[] = [];
  for (const [index, entry] of list.entries()) {
    const isWild = typeof entry === "string" && entry.includes("://*.");
    const origin = typeof entry === "string" ? canonicalOrigin(entry.replace("://*.", "://")) : undefined;
    if (origin === undefined) {
      throw invalidOption(
        `trustedOrigins[${index}]`,
        'must be scheme and host, such as "https://app.example.com" or "https://*.example.com"',
        entry,
      );
    }
    const host = origin.slice(origin.indexOf("://") + 3);
    if (isWild) wild.push({ scheme: origin.slice(0, -host.length), host });
    else exact.add(origin);
  }
  return (origin) =>
    exact.has(origin) ||
    wild.some(
      ({ scheme, host }) =>
        origin === scheme + host || (origin.startsWith(scheme) && origin.endsWith(`.${host}`)),
    );
}
