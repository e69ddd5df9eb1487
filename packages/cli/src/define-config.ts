import type { Awaitable, DefaultData, SessionOptions } from "@sess/core";

/** What a `sess.config` file exports by default: the options of the application's sessions, or a function that gives them. */
export type SessConfig<Data extends object = DefaultData, Request = never> =
  | SessionOptions<Data, Request>
  | (() => Awaitable<SessionOptions<Data, Request>>);

/**
 * The configuration as it is, with its type checked. Import the file where you make your sessions, so that the command
 * line and the application cannot disagree.
 *
 * @example
 * import { DatabaseSync } from "node:sqlite";
 * import { sqliteStore } from "@sess/store-sqlite";
 *
 * const config = defineConfig({
 *   secret: process.env.SESSION_SECRET ?? "",
 *   store: sqliteStore({ client: () => new DatabaseSync("sessions.sqlite") }),
 * });
 */
export function defineConfig<Config extends SessConfig<never> | SessConfig>(config: Config): Config {
  return config;
}
