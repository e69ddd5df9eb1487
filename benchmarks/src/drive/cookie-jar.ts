/** The Cookie header that a browser with the header `before` sends after these Set-Cookie lines. */
export function cookieAfter(before: string | undefined, setCookies: readonly string[]): string {
  const jar = new Map<string, string>();
  for (const pair of before?.split("; ") ?? []) put(jar, pair);
  for (const line of setCookies) {
    const [pair = ""] = line.split(";");
    if (/;\s*(?:max-age=0|expires=thu, 01 jan 1970)/i.test(line))
      jar.delete(pair.slice(0, pair.indexOf("=")));
    else put(jar, pair);
  }
  return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
}

function put(jar: Map<string, string>, pair: string): void {
  const equals = pair.indexOf("=");
  jar.set(pair.slice(0, equals), pair.slice(equals + 1));
}

/** The same with one character of its end changed: of the signature, where there is one. No escape is cut. */
export function forge(cookie: string): string {
  // The last characters may hold bits that decoding drops.
  for (let at = cookie.length - 5; at > 0; at--) {
    const letter = cookie[at] ?? "";
    if (!/[a-z\d]/i.test(letter) || /%.?$/.test(cookie.slice(at - 2, at))) continue;
    return `${cookie.slice(0, at)}${letter === "A" ? "B" : "A"}${cookie.slice(at + 1)}`;
  }
  throw new Error(`There is nothing to forge in the cookie ${cookie}.`);
}

/** Noise of the same length under the same names. */
export function garble(cookie: string): string {
  let seed = 1;
  const noise = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return "abcdefghijklmnopqrstuvwxyz0123456789"[seed % 36] ?? "";
  };
  return cookie
    .split("; ")
    .map((pair) => pair.replace(/(?<==).*$/, (value) => value.replace(/./g, noise)))
    .join("; ");
}
