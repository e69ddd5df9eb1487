import type { Awaitable, SessionStore } from "@sess/core";

/** The same store, answering a moment later, as one behind a network does. */
export function asynchronous(store: SessionStore): SessionStore {
  const { touch, sweep, listOwner, removeOwner, close } = store;
  const later = <T>(work: () => Awaitable<T>) => Promise.resolve().then(work);
  return {
    abilities: store.abilities,
    read: (...given) => later(() => store.read(...given)),
    write: (...given) => later(() => store.write(...given)),
    remove: (...given) => later(() => store.remove(...given)),
    ...(touch && { touch: (...given) => later(() => touch(...given)) }),
    ...(sweep && { sweep: (...given) => later(() => sweep(...given)) }),
    ...(listOwner && { listOwner }),
    ...(removeOwner && { removeOwner: (...given) => later(() => removeOwner(...given)) }),
    ...(close && { close: () => later(() => close()) }),
  };
}
