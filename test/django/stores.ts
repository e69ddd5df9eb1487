import type { Awaitable, SessionStore, TokenStore } from "@sess/core";
import { embeddedStores, embeddedTokenStores } from "./embedded-stores.ts";
import { serverStores } from "./server-stores.ts";

/** Opens an empty store, which its `close` ends. `folder` is an empty folder that is removed afterwards. */
export type OpenStore = (folder: string) => Awaitable<SessionStore>;

/** Opens a store by token, which keeps nothing and needs nothing. */
export type OpenTokenStore = () => TokenStore;

const overServers = process.env.SESS_TEST_STORES === "servers";

/**
 * Every store by key that the acceptance list runs over in this project of the test run, by name: in `unit` those that
 * need no server, in `servers` the others. A new one takes one line in the file for its kind.
 */
export const stores: Readonly<Record<string, OpenStore>> = overServers ? serverStores : embeddedStores;

/** The stores by token that it runs over as well. */
export const tokenStores: Readonly<Record<string, OpenTokenStore>> = overServers ? {} : embeddedTokenStores;
