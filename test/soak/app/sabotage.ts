import type { SessionRecord, SessionStore } from "@sess/core";

/** Ways to break a store on purpose, to see that the soak notices. */
const sabotages: Readonly<Record<string, (store: SessionStore) => Partial<SessionStore>>> = {
  /** Writes over whatever is there. */
  "blind writes": (store) => ({
    async write(key, record, expected, now) {
      const live = await store.read(key, now, true);
      return store.write(key, record, expected === undefined ? undefined : (live?.version ?? expected), now);
    },
  }),
  /** Keeps what was removed. */
  "no removal": () => ({ remove: () => undefined, removeOwner: () => [] }),
  /** Now and then says that a session is somebody else's. */
  "mixed up": (store) => {
    let reads = 0;
    return {
      async read(key, now, fresh): Promise<SessionRecord | undefined> {
        const record = await store.read(key, now, fresh);
        return record?.owner !== undefined && ++reads % 40 === 0
          ? { ...record, owner: "somebody else" }
          : record;
      },
    };
  },
};

/** The store, broken in the way of that name; as it is where there is no name. */
export function sabotaged(store: SessionStore, name: string): SessionStore {
  return { ...store, ...sabotages[name]?.(store) };
}
