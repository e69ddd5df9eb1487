import { chain } from "./awaitable.ts";
import { invalidOption } from "./errors.ts";
import type { SessionRecord, SessionStore } from "./store.ts";

/**
 * A part of a store, for several apps on one: keys and owners get `prefix` and a colon in front, and lose them again
 * in what comes back. Two prefixes never see each other's sessions, not even where their owners have the same name.
 *
 * It can do what the store underneath can, with the same promises. Two calls reach further than the prefix: `sweep`
 * removes expired records of every app, and `close` closes the store underneath.
 *
 * @param prefix a name of 1 to 64 letters, digits, `.`, `_` or `-`; a colon at its end is allowed and changes nothing
 * @throws TypeError for any other prefix
 *
 * @example
 * const store = memoryStore();
 * const shop = prefixStore(store, "shop");
 * const blog = prefixStore(store, "blog");
 * await shop.write("a", { version: "v1", expiresAt: 2_000, endsAt: 9_000, data: "{}" }, undefined, 1_000);
 * await blog.read("a", 1_000); // undefined
 */
export function prefixStore(store: SessionStore, prefix: string): SessionStore {
  if (typeof prefix !== "string" || !/^[\w.-]{1,64}:?$/.test(prefix)) {
    throw invalidOption(
      "prefix",
      "must be 1 to 64 letters, digits, `.`, `_` or `-`, with a colon behind them or not",
      prefix,
    );
  }
  // The colon parts prefix and name for good: without it, "a" + "b1" and "ab" + "1" would be one owner.
  const front = prefix.endsWith(":") ? prefix : `${prefix}:`;
  const inside = (name: string) => front + name;
  const outside = (name: string) => name.slice(front.length);
  const own = (record: SessionRecord, rename: (name: string) => string): SessionRecord =>
    record.owner === undefined ? record : { ...record, owner: rename(record.owner) };

  const touch = store.touch?.bind(store);
  const sweep = store.sweep?.bind(store);
  const listOwner = store.listOwner?.bind(store);
  const removeOwner = store.removeOwner?.bind(store);
  const close = store.close?.bind(store);
  return {
    abilities: store.abilities,
    read: (key, now, fresh) =>
      chain(store.read(inside(key), now, fresh), (record) => record && own(record, outside)),
    write: (key, record, expected, now) => store.write(inside(key), own(record, inside), expected, now),
    remove: (key) => store.remove(inside(key)),
    ...(touch && { touch: (key, expiresAt, expected, now) => touch(inside(key), expiresAt, expected, now) }),
    ...(sweep && { sweep }),
    ...(listOwner && {
      async *listOwner(owner, now) {
        for await (const { key, record } of listOwner(inside(owner), now)) {
          yield { key: outside(key), record: own(record, outside) };
        }
      },
    }),
    ...(removeOwner && {
      removeOwner: (owner, except) =>
        chain(removeOwner(inside(owner), except === undefined ? undefined : inside(except)), (keys) =>
          keys.map(outside),
        ),
    }),
    ...(close && { close }),
  };
}
