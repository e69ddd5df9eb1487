import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  chain,
  createSessions,
  eventNames,
  type SessionEventName,
  type SessionEvents,
  type SessionOptions,
  type SessionStore,
  type Sessions,
  type TokenContext,
  type TokenStore,
} from "@sess/core";
import { describe, it } from "vitest";
import { type Browser, createBrowser } from "./browser.ts";
import { isByToken, type Place, placeInCookie, placeInStore } from "./place.ts";
import { stores, tokenStores } from "./stores.ts";

const secret = "6f0ZkT2mC9xWq4RvB7nJ1sLhYd8uEaGp";

/** A call of the store. */
export type StoreCall = "read" | "write" | "remove" | "touch";

/** A site of one store. Time stands still until it is moved. */
export interface Site {
  readonly store: SessionStore | TokenStore;
  /** Whether the store works by token: nothing is kept on the server, the record is the cookie. */
  readonly byToken: boolean;
  /** Where the records lie: in the store, or by token in the cookie of `browser`. */
  readonly place: Place;
  readonly sessions: Sessions;
  /** A visitor of the site. */
  readonly browser: Browser;
  /** Another visitor. */
  stranger(): Browser;
  readonly clock: { now: number };
  /** The calls of the store since the last time this was asked. */
  calls(): readonly StoreCall[];
  /** The events of a name so far. */
  told<Name extends SessionEventName>(name: Name): readonly SessionEvents[Name][];
  /** The same store and clock under other options: the server has been started again. */
  restarted(options: Partial<SessionOptions>): Site;
  /** An empty store of the same kind, of its own. */
  another(): Promise<SessionStore | TokenStore>;
}

/** Defines a behaviour: over every store, on a site of an empty store. */
export type Behaves = (
  title: string,
  test: (site: Site) => Promise<void>,
  options?: Partial<SessionOptions>,
) => void;

/**
 * Runs behaviours over every store. What needs a place on the server is not so by token: the title says in parentheses
 * what is, and the test asks `byToken`.
 */
export function overEveryStore(define: (behaves: Behaves) => void): void {
  for (const [name, open] of Object.entries({ ...stores, ...tokenStores })) {
    describe(`over ${name}`, () => {
      define((title, test, options = {}) => {
        it(title, async () => {
          const folder = mkdtempSync(join(tmpdir(), "sess-django-"));
          const opened: (SessionStore | TokenStore)[] = [];
          const another = async () => {
            const store = await open(mkdtempSync(join(folder, "store-")));
            opened.push(store);
            return store;
          };
          try {
            await test(createSite(await another(), another, { now: Date.UTC(2040, 0, 1) }, options));
          } finally {
            for (const store of opened) await store.close?.();
            rmSync(folder, { recursive: true });
          }
        });
      });
    });
  }
}

function createSite(
  store: SessionStore | TokenStore,
  another: Site["another"],
  clock: Site["clock"],
  options: Partial<SessionOptions>,
): Site {
  let calls: StoreCall[] = [];
  let context: TokenContext | undefined;
  const told: { name: SessionEventName; event: unknown }[] = [];
  const on = Object.fromEntries(
    eventNames.map((name) => [name, (event: unknown) => told.push({ name, event })]),
  );
  const tell = (call: StoreCall) => calls.push(call);
  const byToken = isByToken(store);
  const observed = byToken
    ? observeTokens(store, tell, (used) => {
        context = used;
      })
    : observe(store, tell);
  const sessions = createSessions({ secret, store: observed, on, clock: () => clock.now, ...options });
  const browser = createBrowser(sessions);
  return {
    store,
    byToken,
    place: byToken ? placeInCookie(store, clock, browser.cookies, () => context) : placeInStore(store, clock),
    sessions,
    browser,
    stranger: () => createBrowser(sessions),
    clock,
    calls() {
      const since = calls;
      calls = [];
      return since;
    },
    told: <Name extends SessionEventName>(name: Name) =>
      told.filter((entry) => entry.name === name).map((entry) => entry.event as SessionEvents[Name]),
    restarted: (changed) => createSite(store, another, clock, { ...options, ...changed }),
    another,
  };
}

/** The store, telling of the calls about one record. */
function observe(store: SessionStore, tell: (call: StoreCall) => void): SessionStore {
  const told =
    <Arguments extends unknown[], Result>(call: StoreCall, method: (...args: Arguments) => Result) =>
    (...args: Arguments): Result => {
      tell(call);
      return method.apply(store, args);
    };
  return {
    ...store,
    read: told("read", store.read),
    write: told("write", store.write),
    remove: told("remove", store.remove),
    ...(store.touch && { touch: told("touch", store.touch) }),
  };
}

/** The same for tokens: one that is ours is read when it is opened, and written when it is sealed. */
function observeTokens(
  store: TokenStore,
  tell: (call: StoreCall) => void,
  use: (context: TokenContext) => void,
): TokenStore {
  return {
    ...store,
    open(token, now, context) {
      use(context);
      return chain(store.open(token, now, context), (opened) => {
        if (opened !== undefined) tell("read");
        return opened;
      });
    },
    seal(key, record, context) {
      use(context);
      tell("write");
      return store.seal(key, record, context);
    },
  };
}
