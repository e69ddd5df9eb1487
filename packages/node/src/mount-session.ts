import {
  type Awaitable,
  applyResponseChanges,
  chain,
  type HeaderTarget,
  type ResponseChanges,
  type ResponseFacts,
  type Session,
  type Sessions,
} from "@sess/core";
import type { HeadHook } from "./head-hook.ts";
import { holdHead } from "./hold-head.ts";
import { outermost } from "./outermost.ts";
import type { NodeRequest } from "./request.ts";
import { type AnyResponse, isGone, type NodeResponse } from "./response.ts";

/** What an adapter over Node's responses knows about a request. */
export interface Mount<Data extends object> {
  readonly sessions: Sessions<Data>;
  readonly request: NodeRequest;
  readonly response: NodeResponse;
  /** The framework's own request or context: it gets the session, and the user's functions get it. */
  readonly context: object;
  /** Whether the request came over https, as far as the framework trusts what says so. */
  readonly secure: boolean;
  /** Gets what a commit failed with, to answer with it if the head is not out. */
  readonly onError: (error: unknown) => void;
}

/** A session on its request. */
export interface MountedSession {
  /**
   * Commits before the head does, so that what fails is thrown here. The head commits again, in case something has
   * changed since. Also commits for a client that has gone, to whom no head goes.
   */
  settle(status: number): Awaitable<void>;
}

/**
 * For adapters: opens the session, puts it on the context, and commits it before the head of the response goes out. The
 * response is hooked when it first depends on the session. Undefined where `skip` leaves the request alone, or where
 * this manager has been here already.
 *
 * @example
 * await mountSession({ sessions, request, response, context: request, secure: true, onError: next });
 * getSession(request).set("theme", "dark");
 */
export function mountSession<Data extends object>(mount: Mount<Data>): Awaitable<MountedSession | undefined> {
  const { sessions, request, context, secure } = mount;
  if (sessions.skips(context) || sessions.mounted(context) !== undefined) return undefined;
  const mounted = new Mounted(mount);
  outermost(mount.response as unknown as AnyResponse);
  const facts = {
    cookies: request.headers.cookie,
    secure,
    request: context,
    onUse: () => holdHead(mount.response, mounted),
    headersSent: () => mount.response.headersSent,
  };
  return chain(sessions.open(facts), (session) => {
    mounted.session = session;
    (context as Record<string, unknown>)[sessions.as] = session;
    return mounted;
  });
}

class Mounted<Data extends object> implements MountedSession, HeadHook {
  session: Session<Data> | undefined;
  readonly #mount: Mount<Data>;
  #settled: ResponseChanges | undefined;

  constructor(mount: Mount<Data>) {
    this.#mount = mount;
  }

  settle(status: number): Awaitable<void> {
    const { response } = this.#mount;
    const aborted = isGone(response as unknown as AnyResponse) && !response.writableEnded;
    return chain(this.#commit({ status, aborted }), (changes) => {
      this.#settled = changes;
    });
  }

  commit(facts: ResponseFacts): Awaitable<(() => void) | undefined> {
    return chain(this.#commit(facts), (changes) => {
      const settled = this.#settled;
      if (settled === undefined && changes === undefined) return undefined;
      return () => {
        const head = headersOf(this.#mount.response);
        if (settled !== undefined) applyResponseChanges(settled, head);
        if (changes !== undefined) applyResponseChanges(changes, head);
      };
    });
  }

  onError(error: unknown): void {
    this.#mount.onError(error);
  }

  /** A client that is gone before the session has been read leaves nothing to commit. */
  #commit(facts: ResponseFacts): Awaitable<ResponseChanges | undefined> {
    return this.session === undefined ? undefined : this.#mount.sessions.commit(this.session, facts);
  }
}

function headersOf(response: NodeResponse): HeaderTarget {
  return {
    get: (name) => response.getHeader(name),
    set: (name, value) => response.setHeader(name, value),
    append: (name, value) => response.appendHeader(name, value),
    remove: (name) => response.removeHeader(name),
  };
}
