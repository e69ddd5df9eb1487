import { existsSync } from "node:fs";
import { setUps } from "@sess-tests/servers";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
} from "playwright-core";

/** Where a Chromium is, if there is one: what `CHROMIUM_PATH` says, or where systems put it. */
export const chromiumPath: string | undefined =
  process.env.CHROMIUM_PATH ??
  [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ].find((path) => existsSync(path));

const options: LaunchOptions = {
  executablePath: chromiumPath ?? "",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/**
 * Of all frameworks, those to try in a browser in this run: every one under CI, and otherwise `one`. The files of tests name
 * different ones, so that `npm test` has each framework in a browser somewhere.
 */
export function inBrowser<Name extends string>(all: readonly Name[], one: Name): readonly Name[] {
  return setUps(all, [one]);
}

/** Starts a browser that forgets everything at its end. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch(options);
}

/** Starts one that goes back to pages as they were left, as the browsers of visitors do. */
export function launchWithBackButton(): Promise<Browser> {
  return chromium.launch({ ...options, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
}

/** Starts a browser on a profile: it knows what a browser still knows when it was closed and is opened again. */
export function launchProfile(folder: string, context: BrowserContextOptions = {}): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { ...options, ...context });
}
