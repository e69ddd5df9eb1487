import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { type Auth, type AuthOptions, createAuth, type FreshOptions } from "@sess/auth";
import {
  type Awaitable,
  createSessions,
  memoryStore,
  type Session,
  type SessionStore,
  type Sessions,
  type TokenStore,
} from "@sess/core";
import { sqliteStore } from "@sess/store-sqlite";
import { type FakeClock, fakeClock } from "@sess/test-kit/store";
import { describe, onTestFinished } from "vitest";
import { type Browser, createBrowser } from "./browser.ts";
import { frameworks } from "./frameworks.ts";
import { createUsers, type User, type Users } from "./users.ts";

/** Signing secrets. */
export const secrets = ["Zk3vQ9xT7hLmW2pRb8sYc4nJd6gFa1eU", "u7Yw0Kq5ZtXo3Gv9HjLb2NsMc8Rf4DaP"] as const;

/** Options that a test cares about. */
export interface SiteOptions extends Partial<Omit<AuthOptions<User>, "sessions">> {
  readonly guard?: FreshOptions;
  /** @default true */
  readonly mounted?: boolean;
  readonly secret?: string | readonly string[];
  readonly load?: "eager" | "lazy";
  /** @default the store under test */
  readonly store?: SessionStore | TokenStore;
  /** A site before, to go on with: its store, users and clock. */
  readonly after?: Site;
}

/** A site that listens, and everything a test wants to look at. */
export interface Site {
  readonly auth: Auth<User>;
  readonly sessions: Sessions;
  /** The store under test. */
  readonly store: SessionStore;
  readonly users: Users;
  readonly clock: FakeClock;
  /** What became error pages. */
  readonly errors: unknown[];
  /** A new browser, or one with the cookies of another. */
  browser(cookies?: Browser): Browser;
}

/** What runs as a page. */
export type Job = (session: Session) => Awaitable<unknown>;

const stores: Readonly<Record<string, () => SessionStore>> = {
  memory: memoryStore,
  SQLite() {
    const store = sqliteStore({ client: () => new DatabaseSync(":memory:") });
    store.migrate();
    return store;
  },
};

/** Defines tests once for every framework with every store. */
export function overEverySite(define: (open: (options?: SiteOptions) => Promise<Site>) => void): void {
  for (const [framework, build] of Object.entries(frameworks)) {
    for (const [storeName, createStore] of Object.entries(stores)) {
      describe(`on ${framework} with ${storeName}`, () => {
        define(async (options = {}) => {
          const { after, guard = {}, mounted = true, secret = secrets[0], load = "eager", ...more } = options;
          const { store = after?.store ?? createStore(), ...rest } = more;
          const { users, clock } = after ?? { users: createUsers(), clock: fakeClock() };
          const sessions = createSessions({ secret, store, load, clock: clock.now });
          const auth = createAuth<User>({
            sessions,
            findUser: users.find,
            idOf: ({ id }) => id,
            authHash: ({ passwordHash }) => passwordHash,
            ...rest,
          });
          const jobs = new Map<string, Job>();
          const errors: unknown[] = [];
          const listener = build({
            sessions,
            auth,
            guard,
            maxAge: "10m",
            mounted,
            run: async (session, job) => JSON.stringify((await jobs.get(job)?.(session)) ?? null),
            onError: (error) => errors.push(error),
          });
          const url = await listen(listener);
          const browser = (before?: Browser) => createBrowser(url, jobs, before);
          return { auth, sessions, store: store as SessionStore, users, clock, errors, browser };
        });
      });
    }
  }
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
