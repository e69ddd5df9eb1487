import type { Awaitable, SessionStore } from "@sess/core";
import { embeddedStores } from "./embedded-stores.ts";
import { serverStores } from "./server-stores.ts";

/** Opens an empty store, which its `close` ends. `folder` is an empty folder that is removed afterwards. */
export type OpenStore = (folder: string) => Awaitable<SessionStore>;

/**
 * Every store that the acceptance list runs over in this project of the test run, by name: in `unit` those that need no
 * server, in `servers` the others. A new one takes one line in the file for its kind.
 */
export const stores: Readonly<Record<string, OpenStore>> =
  process.env.SESS_TEST_STORES === "servers" ? serverStores : embeddedStores;
