import type { SessionStore, TokenStore } from "@sess/core";

/** A store, and where it keeps sessions, in words. */
export interface OpenedStore {
  readonly store: SessionStore | TokenStore;
  readonly name: string;
}

/** Opens the store that a URL names. `rest` is what stands behind the colon; `open` opens another store. */
export type Opener = (
  url: string,
  rest: string,
  open: (url: string) => Promise<OpenedStore>,
) => OpenedStore | Promise<OpenedStore>;
