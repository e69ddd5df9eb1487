import type { SessionStore } from "@sess/core";
import { equal, fails, ok } from "../assert.ts";
import { collected } from "./scene.ts";
import type { StoreGroup } from "./suite.ts";

/** The end of a store, and what outlives it. */
export const closing: StoreGroup = {
  title: "closing",
  define({ behaves, abilities, sample }) {
    if (sample.store.close === undefined) {
      behaves("has no close: there is nothing to release", async ({ store }) => {
        equal(store.close, undefined, "close");
      });
    } else {
      behaves("closes twice without an error", async ({ store, insert }) => {
        await insert("k1");
        await store.close?.();
        await store.close?.();
      });

      behaves(
        "fails every call after close, and never calls a session missing",
        async ({ clock, insert, record, store }) => {
          await insert("k1", { owner: "ann" });
          await store.close?.();
          for (const [name, call] of calls(store, clock.now(), record())) {
            await fails(async () => call(), "ERR_SESS_STORE_CLOSED", `${name} after close`);
          }
        },
      );
    }

    if (abilities.durable) {
      behaves("claims to be durable: a later store finds the records", async (scene) => {
        const record = await scene.insert("k1", { owner: "ann" });
        await scene.store.close?.();
        const later = await scene.reopened();
        equal(await later.read("k1"), record, "the record");
        equal(await later.write("k1", later.record({ version: "v2" }), "v1"), true, "a write on it");
      });
    } else {
      behaves("does not claim to be durable: its records end with the process", async ({ store }) => {
        equal(store.abilities.durable, false, "durable");
      });
    }

    if (abilities.shared) {
      behaves("claims to be shared: two stores see each other's changes", async (scene) => {
        const { store, insert, read, write } = scene;
        const other = await scene.reopened();
        await insert("k1");
        const changed = other.record({ version: "v2", data: "changed" });
        equal(await other.write("k1", changed, "v1"), true, "the other's write");
        equal(await read("k1"), changed, "the record");
        equal(await write("k1", scene.record({ version: "v3" }), "v1"), false, "a write on the old version");
        await other.store.remove("k1");
        equal(await read("k1"), undefined, "the record after the other's remove");
        await store.close?.();
        await other.insert("k2");
      });
    } else {
      behaves("does not claim to be shared: other processes do not see its records", async ({ store }) => {
        equal(store.abilities.shared, false, "shared");
      });
    }
  },
};

/** Every call that the store has, by name. */
export function calls(
  store: SessionStore,
  now: number,
  record: Parameters<SessionStore["write"]>[1],
): readonly (readonly [name: string, call: () => unknown])[] {
  const { listOwner, removeOwner, sweep, touch } = store;
  const all: (readonly [string, () => unknown])[] = [
    ["read", () => store.read("k1", now)],
    ["write, inserting", () => store.write("k9", record, undefined, now)],
    ["write, on a version", () => store.write("k1", record, "v1", now)],
    ["remove", () => store.remove("k1")],
  ];
  if (touch) all.push(["touch", () => touch.call(store, "k1", record.expiresAt, "v1", now)]);
  if (sweep) all.push(["sweep", () => sweep.call(store, 10, now)]);
  if (listOwner) all.push(["listOwner", () => collected(listOwner.call(store, "ann", now))]);
  if (removeOwner) all.push(["removeOwner", () => removeOwner.call(store, "ann")]);
  ok(all.length >= 4, "there are calls to try");
  return all;
}
