import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

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
    const answer = await ask(url + path, method, sent);
    for (const line of answer.setCookie) keep(cookies, line);
    return answer;
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

/** One request, on a connection of its own: one that is kept could end just when it is used again. */
async function ask(url: string, method: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const sent = request(url, { agent: false, method, headers }).end();
  const [message] = (await once(sent, "response")) as [IncomingMessage];
  const fields = new Headers();
  for (const [name, values = []] of Object.entries(message.headersDistinct)) {
    for (const value of values) fields.append(name, value);
  }
  return {
    status: message.statusCode as number,
    text: await text(message),
    headers: fields,
    setCookie: fields.getSetCookie(),
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
