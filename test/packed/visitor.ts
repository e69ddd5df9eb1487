/** A visitor who keeps cookies, as far as one server needs it. */
export interface Visitor {
  /** The cookies that would be sent. */
  readonly cookie: string;
  /** The text of a page; it must be answered with 200. */
  get(path: string): Promise<string>;
}

/** A visitor of a server, with the cookies of another one where `cookie` is given. */
export function visitor(origin: string, cookie = ""): Visitor {
  const jar = new Map(cookie.split("; ").map((pair) => pair.split("=", 2) as [string, string]));
  jar.delete("");
  return {
    get cookie() {
      return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    },
    async get(path) {
      const response = await fetch(`${origin}${path}`, {
        headers: this.cookie ? { cookie: this.cookie } : {},
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
        else jar.set(name, value);
      }
      const text = await response.text();
      if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}: ${text}`);
      return text;
    },
  };
}
