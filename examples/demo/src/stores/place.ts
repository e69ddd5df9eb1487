/** Where a server is, without the password: visitors read this. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return host + pathname.replace(/\/$/, "");
}

/** The URL for messages: without the password. */
export function withoutPassword(url: string): string {
  return url.replace(/(:\/\/[^:@/]*):[^@]*@/g, "$1:…@");
}
