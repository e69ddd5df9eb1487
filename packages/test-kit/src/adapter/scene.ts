import { createSessions, type SessionOptions, type Sessions } from "@sess/core";
import { ConformanceError } from "../assert.ts";
import { type FakeClock, fakeClock } from "../fake-clock.ts";
import type { Routes, TestApp } from "./app.ts";
import type { Bench } from "./bench.ts";
import { type Browser, createBrowser } from "./browser.ts";
import { createEventLog, type EventLog } from "./event-log.ts";
import { type ObservedStore, observedStore } from "./observed-store.ts";

/** The signing secret of every manager here. */
export const secret = "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A";

/** What one behaviour is tried in: an app that runs, with one manager, and a client. */
export interface Scene extends Pick<EventLog, "told" | "next"> {
  readonly url: string;
  readonly browser: Browser;
  readonly sessions: Sessions;
  readonly store: ObservedStore;
  readonly clock: FakeClock;
  /** A client without cookies. */
  stranger(): Browser;
}

/** How a scene differs from the usual one. */
export interface Setting {
  readonly routes: Routes;
  readonly options?: Partial<SessionOptions>;
  readonly app?: Partial<TestApp>;
  readonly store?: ObservedStore;
}

/** Starts the app, plays the test, and stops the app, whatever happens. */
export async function play(
  { adapter }: Bench,
  setting: Setting,
  test: (scene: Scene) => Promise<void>,
): Promise<void> {
  const clock = fakeClock();
  const store = setting.store ?? observedStore();
  const log = createEventLog();
  const sessions = createSessions({
    secret,
    store,
    clock: clock.now,
    on: log.listeners,
    ...setting.options,
  });
  const app = await adapter.mount({ sessions: [sessions], routes: setting.routes, ...setting.app });
  try {
    const stranger = () => createBrowser(app.url);
    const { told, next } = log;
    await inTime(test({ url: app.url, browser: stranger(), stranger, sessions, store, clock, told, next }));
  } finally {
    await app.close();
    await sessions.close();
  }
}

/** After so many milliseconds, what is waited for does not come: half a second is the usual most. */
const longest = 5_000;

/** Fails where `test` does not end. */
async function inTime(test: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new ConformanceError(
      `Expected: an end. After ${longest / 1000} seconds, something has not come.`,
    );
    timer = setTimeout(() => reject(error), longest);
  });
  await Promise.race([test, late]).finally(() => clearTimeout(timer));
}
