import type { SessionStore } from "@sess/core";
import { equal, ok } from "../assert.ts";
import { collected, keysOf, type Scene } from "./scene.ts";
import type { StoreGroup } from "./suite.ts";

/** Listing and removing by owner. */
export const owners: StoreGroup = {
  title: "owners",
  define({ behaves, abilities }) {
    if (!abilities.owners) {
      behaves("does not claim owners: listOwner and removeOwner are absent", async ({ store }) => {
        equal([store.listOwner, store.removeOwner], [undefined, undefined], "listOwner and removeOwner");
      });
      behaves("keeps the owner of a record all the same", async ({ insert, read }) => {
        const record = await insert("k1", { owner: "ann" });
        equal(await read("k1"), record, "the record");
      });
      return;
    }

    behaves("lists the live records of an owner and of nobody else", async (scene) => {
      const { clock, insert, store } = scene;
      const first = await insert("k1", { owner: "ann", data: "1" });
      const second = await insert("k2", { owner: "ann", data: "2" });
      await insert("k3", { owner: "bob" });
      await insert("k4");
      ok(store.listOwner !== undefined, "listOwner is there");
      const listed = (await collected(store.listOwner("ann", clock.now()))).sort((a, b) =>
        a.key < b.key ? -1 : 1,
      );
      equal(
        listed,
        [
          { key: "k1", record: first },
          { key: "k2", record: second },
        ],
        "Ann's sessions",
      );
      equal(await keysOf(scene, "nobody"), [], "the sessions of an owner without any");
    });

    behaves("lists no expired record", async (scene) => {
      await scene.insert("k1", { owner: "ann" });
      await scene.insert("k2", { owner: "ann", expiresAt: scene.clock.now() + 1_000 });
      scene.clock.advance(1);
      equal(await keysOf(scene, "ann"), ["k1"], "Ann's sessions");
    });

    behaves("follows a record whose owner changes", async (scene) => {
      const { insert, record, store, write } = scene;
      await insert("k1");
      equal(await keysOf(scene, "ann"), [], "before the login");
      await write("k1", record({ version: "v2", owner: "ann" }), "v1");
      equal(await keysOf(scene, "ann"), ["k1"], "after the login");
      await write("k1", record({ version: "v3", owner: "bob" }), "v2");
      equal([await keysOf(scene, "ann"), await keysOf(scene, "bob")], [[], ["k1"]], "after the change");
      await write("k1", record({ version: "v4" }), "v3");
      equal(await keysOf(scene, "bob"), [], "after the logout");
      await store.remove("k1");
    });

    behaves("lists a removed record no more, nor one whose place another took", async (scene) => {
      const { clock, insert, store } = scene;
      await insert("k1", { owner: "ann" });
      await insert("k2", { owner: "ann", expiresAt: clock.now() + 1_000 });
      await store.remove("k1");
      clock.advance(1);
      await insert("k2", { version: "v2", owner: "bob" });
      equal(
        [await keysOf(scene, "ann"), await keysOf(scene, "bob")],
        [[], ["k2"]],
        "Ann's and Bob's sessions",
      );
      equal(await remove(store, "ann"), [], "what is removed of Ann's");
      equal(await keysOf(scene, "bob"), ["k2"], "Bob's sessions");
    });

    behaves("lists each of 250 sessions once", async (scene) => {
      const keys = Array.from({ length: 250 }, (_, index) => `k${String(index).padStart(3, "0")}`);
      for (const key of keys) await scene.insert(key, { owner: "ann" });
      equal(await keysOf(scene, "ann"), keys, "Ann's sessions");
    });

    behaves("bears changes while it lists", async (scene) => {
      const { clock, insert, store } = scene;
      for (let index = 0; index < 10; index++) await insert(`k${index}`, { owner: "ann" });
      ok(store.listOwner !== undefined, "listOwner is there");
      let seen = 0;
      for await (const { key } of store.listOwner("ann", clock.now())) {
        seen++;
        await store.remove(key);
      }
      ok(seen >= 1 && seen <= 10, `1 to 10 sessions are listed, not ${seen}`);
    });

    behaves("removes the records of an owner, and names their keys", async (scene) => {
      await populate(scene);
      equal(await remove(scene.store, "ann"), ["k1", "k2"], "the removed keys");
      equal(await remaining(scene), ["k3", "k4"], "what is left");
      equal(await remove(scene.store, "ann"), [], "the removed keys of a second call");
      equal(await remove(scene.store, "nobody"), [], "the removed keys of an owner without any");
    });

    behaves("spares the record under `except`, and no other owner's", async (scene) => {
      await populate(scene);
      equal(await remove(scene.store, "ann", "k1"), ["k2"], "the removed keys");
      equal(await remaining(scene), ["k1", "k3", "k4"], "what is left");
      equal(await remove(scene.store, "ann", "k3"), ["k1"], "the removed keys with another's as `except`");
    });

    behaves(
      "lets a later write find what removeOwner removed gone",
      async ({ insert, read, record, store, write }) => {
        await insert("k1", { owner: "ann" });
        await remove(store, "ann");
        equal(await write("k1", record({ version: "v2", owner: "ann" }), "v1"), false, "the late write");
        equal(await read("k1"), undefined, "the record");
      },
    );
  },
};

async function populate({ insert }: Scene): Promise<void> {
  await insert("k1", { owner: "ann" });
  await insert("k2", { owner: "ann" });
  await insert("k3", { owner: "bob" });
  await insert("k4");
}

async function remaining({ read }: Scene): Promise<string[]> {
  const keys: string[] = [];
  for (const key of ["k1", "k2", "k3", "k4"]) if ((await read(key)) !== undefined) keys.push(key);
  return keys;
}

/** The keys that were removed, sorted. */
async function remove(store: SessionStore, owner: string, except?: string): Promise<string[]> {
  ok(store.removeOwner !== undefined, "removeOwner is there");
  return [...(await store.removeOwner(owner, except))].sort();
}
