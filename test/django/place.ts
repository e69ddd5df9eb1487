import type { SessionRecord, SessionStore, TokenContext, TokenStore } from "@sess/core";
import { expect } from "vitest";

/** Where the records of a site lie, for tests that look there past the session. */
export interface Place {
  /** The record that is live now. */
  read(id: string): Promise<SessionRecord | undefined>;
  /** Makes that no record is live under the ID. */
  remove(id: string): Promise<void>;
  /** Puts another record in the place of the live one. */
  change(id: string, change: (record: SessionRecord) => SessionRecord): Promise<void>;
}

export function isByToken(store: SessionStore | TokenStore): store is TokenStore {
  return "seal" in store;
}

/** A store by key is such a place itself. */
export function placeInStore(store: SessionStore, clock: { readonly now: number }): Place {
  const read = async (id: string) => store.read(id, clock.now);
  return {
    read,
    async remove(id) {
      await store.remove(id);
    },
    async change(id, change) {
      const record = await existing(read(id));
      expect(await store.write(id, change(record), record.version, clock.now)).toBe(true);
    },
  };
}

/** For a store by token it is the browser's cookie. `context` is undefined until the manager has used the store. */
export function placeInCookie(
  store: TokenStore,
  clock: { readonly now: number },
  cookies: Map<string, string>,
  context: () => TokenContext | undefined,
): Place {
  const read = async (id: string) => {
    const known = context();
    // Core puts the number of cookies before the token.
    const token = known && cookies.get(known.name)?.replace(/^1\./, "");
    const opened = known && token !== undefined ? await store.open(token, clock.now, known) : undefined;
    return opened?.key === id ? opened.record : undefined;
  };
  const change: Place["change"] = async (id, change) => {
    const record = await existing(read(id));
    const known = context() as TokenContext;
    cookies.set(known.name, `1.${await store.seal(id, change(record), known)}`);
  };
  return {
    read,
    async remove(id) {
      // The browser goes on sending it.
      if (await read(id)) await change(id, (record) => ({ ...record, expiresAt: 0 }));
    },
    change,
  };
}

async function existing(found: Promise<SessionRecord | undefined>): Promise<SessionRecord> {
  const record = await found;
  if (record === undefined) throw new Error("There is no record to change.");
  return record;
}
