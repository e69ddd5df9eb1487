import type { RequestListener } from "node:http";
import { type Auth, createAuth } from "@sess/auth";
import { createSessions, type Device, type SessionStore, type Sessions, type TokenStore } from "@sess/core";
import { type Account, accounts } from "./accounts.ts";
import type { DemoData } from "./demo-data.ts";

/** What a framework's part of the site is made from. */
export interface SiteSettings {
  readonly secret: string;
  readonly store: SessionStore | TokenStore;
  /** Where sessions are kept, in words for the visitor. */
  readonly storeName: string;
}

/** What the pages say of a store, because not every one can do everything. */
export interface StoreFacts {
  /** Where sessions are kept, in words. */
  readonly name: string;
  /** Records are kept on the server, and not in the browser. */
  readonly onServer: boolean;
  /** Parallel requests keep each other's changes. */
  readonly atomicWrite: boolean;
  /** Sessions can be listed and ended by owner. */
  readonly owners: boolean;
}

export function storeFacts({ store, storeName }: SiteSettings): StoreFacts {
  const { atomicWrite, owners } = store.abilities;
  return { name: storeName, onServer: "read" in store, atomicWrite, owners };
}

/** The site on one framework, ready for `http.createServer`. */
export interface MountedSite {
  readonly listener: RequestListener;
  readonly sessions: Sessions<DemoData>;
}

/** The name of the framework, and the site on it. */
export type Mount = (settings: SiteSettings) => MountedSite;

/** Lifetimes in seconds. */
export interface Lifetimes {
  readonly idle: number;
  readonly absolute: number;
}

const minutes = 60;
const hours = 60 * minutes;
const days = 24 * hours;

/** How long somebody may stay away, and stay at all, who asked to be remembered. */
export const remembered: Lifetimes = { idle: 14 * days, absolute: 90 * days };

/** The same for everybody else. */
export const unremembered: Lifetimes = { idle: 30 * minutes, absolute: 12 * hours };

/** The session manager of the site: the same on every framework, but for what it knows of a request. */
export function demoSessions<Request>(
  { secret, store }: SiteSettings,
  device: (request: Request) => Device,
): Sessions<DemoData> {
  return createSessions<DemoData, Request>({
    secret,
    store,
    ...unremembered,
    device,
    on: { error: ({ error }) => console.error(error) },
  });
}

/** Who is logged in: accounts, by their name. */
export function demoAuth(sessions: Sessions<DemoData>): Auth<Account> {
  return createAuth<Account>({
    sessions,
    findUser: (id) => accounts.find(({ name }) => name === id),
    idOf: ({ name }) => name,
  });
}

/** What goes out with every page: only our own styles and scripts run, and nobody keeps a copy. */
export const pageHeaders = {
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
} as const;

/** How forms arrive, and the most bytes that are read of one. */
export const form = { type: "application/x-www-form-urlencoded", limit: 16_384 } as const;
