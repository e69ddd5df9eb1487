import type { Awaitable, ResponseChanges, ResponseFacts, Session, Sessions } from "@sess/core";

/** What a visit left behind. */
export interface Visit<T> {
  /** What the handler returned. */
  readonly value: T;
  /** The `Set-Cookie` lines of the response. */
  readonly setCookie: readonly string[];
  /** What the response had to say to caches, or undefined where it does not depend on the session. */
  readonly changes: ResponseChanges | undefined;
}

/** A browser that knows one site and keeps its cookies. */
export interface Browser {
  /** The cookies by name. Change them to play tricks. */
  readonly cookies: Map<string, string>;
  /** One request: opens the session, runs the handler, commits with the response. A handler that throws sends none. */
  visit<T>(handler: (session: Session) => Awaitable<T>, response?: Partial<ResponseFacts>): Promise<Visit<T>>;
  /** A request that has been opened and goes on later, for requests that overlap. */
  begin(): Promise<OpenVisit>;
  /** A browser with the same cookies; on another manager where one is given. */
  copy(other?: Sessions): Browser;
}

/** A request that is under way. */
export interface OpenVisit {
  readonly session: Session;
  end(response?: Partial<ResponseFacts>): Promise<Visit<undefined>>;
}

/** A browser for the site behind `sessions`, over https. */
export function createBrowser(sessions: Sessions, cookies: ReadonlyMap<string, string> = new Map()): Browser {
  const jar = new Map(cookies);
  const open = () => {
    const header = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    return sessions.open({ cookies: header === "" ? undefined : header, secure: true, request: {} });
  };
  const answer = async (session: Session, response: Partial<ResponseFacts>) => {
    const changes = await sessions.commit(session, { status: 200, ...response });
    const setCookie = changes?.setCookie ?? [];
    for (const line of setCookie) keep(jar, line);
    return { changes, setCookie };
  };
  return {
    cookies: jar,
    async visit(handler, response = {}) {
      const session = await open();
      const value = await handler(session);
      return { value, ...(await answer(session, response)) };
    },
    async begin() {
      const session = await open();
      return {
        session,
        end: async (response = {}) => ({ value: undefined, ...(await answer(session, response)) }),
      };
    },
    copy: (other = sessions) => createBrowser(other, jar),
  };
}

/** Does with a `Set-Cookie` line what browsers do: a `Max-Age` of 0 removes. */
function keep(jar: Map<string, string>, line: string): void {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (/; Max-Age=0(;|$)/.test(line)) jar.delete(name);
  else jar.set(name, value);
}
