/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** The lines of `Set-Cookie`. */
  readonly setCookie: readonly string[];
}

/** What to send beside the path. */
export interface Asked {
  readonly method?: string;
  /** The value of the `Cookie` field, instead of what the visitor holds. */
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody who visits a site and keeps its cookies: a user, or an attacker who can do what he wants with them. */
export interface Visitor {
  /** The cookies by name. */
  readonly cookies: Map<string, string>;
  get(path: string, asked?: Asked): Promise<Answer>;
  /** As many of these visits at once, by the cookies held now. */
  all(paths: readonly string[]): Promise<readonly Answer[]>;
  /** What the cookies are as the value of a `Cookie` field. */
  header(): string;
  /** Another one with the same cookies: a thief; on another server of the site where one is given. */
  copy(url?: string): Visitor;
}

/** A visitor of the site at `url`. */
export function createVisitor(url: string, held: ReadonlyMap<string, string> = new Map()): Visitor {
  const cookies = new Map(held);
  const header = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const get = async (path: string, { method = "GET", cookie = header(), headers = {} }: Asked = {}) => {
    const sent = cookie === "" ? headers : { ...headers, Cookie: cookie };
    const response = await fetch(url + path, { method, headers: sent, redirect: "manual" });
    const setCookie = response.headers.getSetCookie();
    for (const line of setCookie) keep(cookies, line);
    return { status: response.status, text: await response.text(), headers: response.headers, setCookie };
  };
  return {
    cookies,
    get,
    all(paths) {
      const cookie = header();
      return Promise.all(paths.map((path) => get(path, { cookie })));
    },
    header,
    copy: (other = url) => createVisitor(other, cookies),
  };
}

/** The name and the value that a `Set-Cookie` line gives. */
export function pairOf(line: string): readonly [name: string, value: string] {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  return [name, value];
}

/** Does with a `Set-Cookie` line what browsers do: a `Max-Age` of 0 removes. */
function keep(cookies: Map<string, string>, line: string): void {
  const [name, value] = pairOf(line);
  if (/; Max-Age=0(;|$)/.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}
