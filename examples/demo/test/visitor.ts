/** A browser without a screen: keeps cookies, sends forms, follows redirects. */
export interface Visitor {
  readonly cookies: ReadonlyMap<string, string>;
  /** The page that comes of it, and where that is. */
  visit(path: string, form?: Readonly<Record<string, string>>): Promise<Arrival>;
  /** A visitor with the same cookies, on the site at `url`. */
  copy(url?: string): Visitor;
}

/** A page that a visitor has come to. */
export interface Arrival {
  readonly status: number;
  readonly path: string;
  /** The text of the element with this `data-test`, or undefined. */
  shown(what: string): string | undefined;
  readonly html: string;
}

/** What a visitor is like. */
export interface Manner {
  readonly cookies?: Map<string, string>;
  /** What the browser says of where a request comes from; undefined, as old ones do, is nothing. */
  readonly site?: "same-origin" | undefined;
}

export function createVisitor(url: string, manner: Manner = { site: "same-origin" }): Visitor {
  const { cookies = new Map(), site } = manner;
  const visit: Visitor["visit"] = async (path, form) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url + path, {
      headers: { cookie, ...(site && { "Sec-Fetch-Site": site }) },
      redirect: "manual",
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (line.includes("; Max-Age=0;")) cookies.delete(name);
      else cookies.set(name, value);
    }
    const html = await response.text();
    const location = response.headers.get("location");
    if (location !== null) return visit(location);
    return {
      status: response.status,
      path: new URL(path, url).pathname,
      html,
      shown: (what) => new RegExp(`data-test="${what}"[^>]*>([^<]*)<`).exec(html)?.[1],
    };
  };
  return { cookies, visit, copy: (other = url) => createVisitor(other, { site, cookies: new Map(cookies) }) };
}
