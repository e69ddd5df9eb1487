import { inProduction, warn } from "#platform";
import type { RequestFacts, ResponseChanges, ResponseFacts } from "./adapter.ts";
import { type Awaitable, chain } from "./awaitable.ts";
import { commit } from "./commit.ts";
import { cookieValues } from "./cookie-header.ts";
import type { DefaultData } from "./data.ts";
import { createEngine, type Engine } from "./engine.ts";
import { memoryStore } from "./memory-store.ts";
import { mount, mounted } from "./mounted.ts";
import { load } from "./open.ts";
import type { Duration, SessionOptions } from "./options.ts";
import { listOwner, revokeOwner, type SessionInfo } from "./owners.ts";
import { Session } from "./session.ts";
import { stateOf } from "./session-base.ts";
import { resolveSettings } from "./settings.ts";
import { createSigning, type Signing } from "./signing.ts";
import { SessionState } from "./state.ts";
import { startSweeping, sweep } from "./sweep.ts";

/** Headers as `fetch` or `node:http` give them. */
export type HeadersLike =
  | { get(name: string): string | null }
  | { readonly [name: string]: string | readonly string[] | undefined };

/** Which sessions of an owner `revoke` ends. IDs, or session objects. */
export interface RevokeOptions {
  /** All but this one: "log out other devices". */
  readonly except?: string | { readonly id: string | undefined };
  /** Only this one, and only if it is this owner's. */
  readonly only?: string | { readonly id: string | undefined };
}

/** A session manager: what adapters and applications hold. Make one per cookie with `createSessions`. */
export interface Sessions<Data extends object = DefaultData> {
  /** The property or variable that holds the session (option `as`). */
  readonly as: string;
  /** Whether the option `skip` leaves this request alone. */
  skips(request: unknown): boolean;
  /**
   * The session that is on this request already, if this manager has put one there. Throws `ERR_SESS_MOUNTED_TWICE`
   * where another manager with the same cookie name or property has.
   */
  mounted(request: object): Session<Data> | undefined;
  /** For adapters: the session of a request. A failing store is kept, and thrown at the first touch. */
  open(request: RequestFacts): Awaitable<Session<Data>>;
  /**
   * For adapters: settles the session with the store before the head goes out, and says what the head must carry;
   * undefined where the response does not depend on it. Throws what must become the framework's error response.
   */
  commit(session: Session<Data>, response: ResponseFacts): Awaitable<ResponseChanges | undefined>;
  /**
   * A session without a response, for websockets and jobs: it reads, saves and touches, but creates and rotates nothing.
   *
   * @example
   * const session = await sessions.fromHeaders(request.headers);
   * session.update("messages", (count) => (Number(count) || 0) + 1);
   * await session.save();
   */
  fromHeaders(headers: HeadersLike): Promise<Session<Data>>;
  /**
   * Removes expired records in bounded batches, a minute behind their deadline (clocks of several machines differ). Says
   * how many. Does nothing where the backend expires by itself; throws `ERR_SESS_STORE_UNSUPPORTED` where nobody removes
   * them. (Django: `clearsessions`.)
   */
  sweep(): Promise<number>;
  /**
   * Sweeps again and again; a failure is told to `on.error`. Returns what stops it. It keeps no process alive.
   *
   * @example
   * const stop = sessions.startSweeping("10m");
   */
  startSweeping(interval: Duration): () => void;
  /**
   * The live sessions of an owner, last seen first. Throws `ERR_SESS_STORE_UNSUPPORTED` where the store has no owners.
   *
   * @example
   * const devices = await sessions.list("user-1", { current: session });
   */
  list(
    owner: string,
    options?: { readonly current?: string | { readonly id: string | undefined } },
  ): Promise<readonly SessionInfo[]>;
  /**
   * Ends sessions of an owner at once, also those with requests under way. Says how many. Throws
   * `ERR_SESS_STORE_UNSUPPORTED` where the store has no owners.
   *
   * @example
   * await sessions.revoke("user-1", { except: session });
   */
  revoke(owner: string, options?: RevokeOptions): Promise<number>;
  /**
   * Signs and verifies text for a purpose beside sessions, with keys that the option `secret` gives for this purpose
   * alone, newest first.
   *
   * @example
   * const links = sessions.signing("unsubscribe link");
   * links.verify("user-1", links.sign("user-1")); // 0
   */
  signing(purpose: string): Signing;
  /** Stops sweeping and closes the store; the store's client stays the user's. */
  close(): Promise<void>;
}

/**
 * Makes a session manager. All options are checked now: an unknown or impossible one is a `TypeError` that names it.
 *
 * @example
 * const sessions = createSessions<{ cart: string[] }>({
 *   secret: process.env.SESSION_SECRET ?? "",
 *   idle: "30m",
 *   absolute: "12h",
 * });
 */
export function createSessions<Data extends object = DefaultData, Request = never>(
  options: SessionOptions<Data, Request>,
): Sessions<Data> {
  const settings = resolveSettings(options);
  const engine = createEngine(settings, settings.store ?? memory());
  const sweepers = new Set<() => void>();
  const manager: Sessions<Data> = {
    as: settings.as,
    skips: (request) => settings.skip?.(request) === true,
    mounted: (request) => mounted(request, manager, engine) as Session<Data> | undefined,
    open(request) {
      const state = new SessionState(engine, request, chooseCookie(engine, request), false);
      const session = new Session<Data>(state);
      if (typeof request.request === "object" && request.request !== null) {
        mount(request.request, manager, engine, session);
      }
      return settings.load === "lazy" ? session : chain(load(state), () => session);
    },
    commit: (session, response) => commit(stateOf(session), response),
    async fromHeaders(headers) {
      const cookies = cookieHeader(headers);
      const { secure, plain } = settings.cookies;
      // Only where cookies are not always Secure, which production never is, can the bare name be meant.
      const bare = settings.always !== "secure" && cookieValues(cookies, secure.name, 1).length === 0;
      const facts: RequestFacts = { cookies, secure: !bare, request: undefined };
      const state = new SessionState(engine, facts, bare ? plain : secure, true);
      await load(state);
      state.assertLoaded();
      return new Session<Data>(state);
    },
    sweep: () => sweep(engine),
    startSweeping(interval) {
      const stop = startSweeping(engine, interval);
      sweepers.add(stop);
      return () => {
        sweepers.delete(stop);
        stop();
      };
    },
    list: (owner, { current } = {}) => listOwner(engine, owner, idOf(current)),
    async revoke(owner, options = {}) {
      const only = idOf(options.only);
      // Asked for one that is not there: that must not end all of them.
      if ("only" in options && only === undefined) return 0;
      return revokeOwner(engine, owner, idOf(options.except), only);
    },
    signing: (purpose) => createSigning(settings.keyring.derive(`signing ${purpose}`)),
    async close() {
      for (const stop of sweepers) stop();
      sweepers.clear();
      await (engine.store ?? engine.tokens)?.close?.();
    },
  };
  return manager;
}

function memory(): ReturnType<typeof memoryStore> {
  if (inProduction()) {
    warn(
      "[sess] Sessions are kept in memory: they are lost when the process ends and other processes do not see them. Give `store` another store.",
      "SESS_MEMORY_STORE",
    );
  }
  return memoryStore();
}

const warned = new WeakSet<Engine>();

/** The cookie for a request: always Secure in production, else as the request came. */
function chooseCookie(engine: Engine, facts: RequestFacts): Engine["settings"]["cookies"]["secure"] {
  const { always, cookies, production, secure } = engine.settings;
  const isSecure = facts.secure || secure?.(facts.request) === true;
  if (always === undefined) return isSecure ? cookies.secure : cookies.plain;
  if (always === "secure" && production && !isSecure && !warned.has(engine)) {
    warned.add(engine);
    warn(
      '[sess] A request looks like plain http, so a browser may drop the Secure session cookie. Behind a proxy, make the framework trust it (Express: app.set("trust proxy", 1); Koa: app.proxy = true), or give the option `secure`.',
      "SESS_INSECURE_REQUEST",
    );
  }
  return cookies[always];
}

function cookieHeader(headers: HeadersLike): string | readonly string[] | undefined {
  return typeof headers.get === "function"
    ? ((headers.get("cookie") as string | null) ?? undefined)
    : (headers as { readonly cookie?: string | readonly string[] }).cookie;
}

function idOf(session: string | { readonly id: string | undefined } | undefined): string | undefined {
  return typeof session === "object" ? session.id : session;
}
