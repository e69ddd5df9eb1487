import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createSessions,
  eventNames,
  type SessionEventName,
  type SessionEvents,
  type SessionOptions,
  type Sessions,
  type TokenStore,
} from "@sess/core";
import { startServer } from "@sess/test-kit/adapter";
import type { OpenStore } from "@sess-tests/django/stores.ts";
import { type Barrier, createBarrier } from "./barrier.ts";
import { type App, frameworks, type Pages } from "./frameworks.ts";
import { usualPages } from "./pages.ts";
import { createVisitor, type Visitor } from "./visitor.ts";
import { type WatchedStore, watchedStore } from "./watched-store.ts";

export const secret = "6f0ZkT2mC9xWq4RvB7nJ1sLhYd8uEaGp";

/** How a site differs from the usual one. */
export interface Setting {
  readonly options?: Partial<SessionOptions>;
  readonly pages?: Pages;
  readonly trustProxy?: boolean;
  /** Sessions travel in cookies: the store by key is not used. */
  readonly tokens?: () => TokenStore;
}

/** A site under attack. Time stands still until it is moved. */
export interface Site {
  readonly framework: string;
  readonly url: string;
  readonly sessions: Sessions;
  readonly store: WatchedStore;
  readonly clock: { now: number };
  /** Where requests to `/slow` wait. */
  readonly barrier: Barrier;
  /** Somebody without cookies. */
  visitor(): Visitor;
  /** The events of a name so far, of all servers. */
  told<Name extends SessionEventName>(name: Name): readonly SessionEvents[Name][];
  /** All events so far. */
  readonly events: readonly { readonly name: SessionEventName; readonly event: unknown }[];
  /** What pages have thrown so far. */
  readonly errors: readonly unknown[];
  /** A manager with other options over the same store. */
  manager(options: Partial<SessionOptions>): Sessions;
  /** Another server of the same site, with these managers. Says where it is. */
  serve(...managers: readonly Sessions[]): Promise<string>;
}

/** Builds the site, plays the attack, and takes the site down, whatever happens. */
export async function play(
  framework: string,
  open: OpenStore,
  setting: Setting,
  attack: (site: Site) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sess-security-"));
  const store = watchedStore(await open(folder));
  const clock = { now: Date.UTC(2040, 0, 1) };
  const events: { name: SessionEventName; event: unknown }[] = [];
  const on = Object.fromEntries(
    eventNames.map((name) => [name, (event: unknown) => events.push({ name, event })]),
  );
  const errors: unknown[] = [];
  const barrier = createBarrier();
  const closing: (() => Promise<void>)[] = [];
  const manager: Site["manager"] = (options) =>
    createSessions({ secret, store: setting.tokens?.() ?? store, on, clock: () => clock.now, ...options });
  const sessions = manager(setting.options ?? {});
  const serve: Site["serve"] = async (...managers) => {
    const build = frameworks[framework] as (app: App) => ReturnType<(typeof frameworks)[string]>;
    const pages = { ...usualPages(barrier), ...setting.pages };
    const onError = (error: unknown) => void errors.push(error);
    const listener = build({ managers, pages, trustProxy: setting.trustProxy === true, onError });
    const { url, close } = await startServer({}, listener);
    closing.push(close);
    return url;
  };
  try {
    const url = await serve(sessions);
    await attack({
      framework,
      url,
      sessions,
      store,
      clock,
      barrier,
      visitor: () => createVisitor(url),
      told: <Name extends SessionEventName>(name: Name) =>
        events.filter((entry) => entry.name === name).map((entry) => entry.event as SessionEvents[Name]),
      events,
      errors,
      manager,
      serve,
    });
  } finally {
    barrier.open();
    for (const close of closing) await close();
    await store.close?.();
    rmSync(folder, { recursive: true });
  }
}
