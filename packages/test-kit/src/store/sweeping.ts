import { equal, ok } from "../assert.ts";
import { keysOf, type Scene } from "./scene.ts";
import type { StoreGroup } from "./suite.ts";

/** Removing what has expired, a bounded number at a time. */
export const sweeping: StoreGroup = {
  title: "sweep",
  define({ behaves, abilities }) {
    if (!abilities.sweeps) {
      const why = abilities.nativeExpiry ? "the backend removes by itself" : "nobody removes expired records";
      behaves(`does not claim sweeps: ${why}`, async ({ store, insert, read, clock }) => {
        const live = await insert("k1");
        await insert("k2", { expiresAt: clock.now() + 1 });
        clock.advance(120);
        equal(await (store.sweep?.(10, clock.now() - 60_000) ?? 0), 0, "records removed");
        equal(await read("k1"), live, "the live record");
      });
      return;
    }

    behaves("removes nothing where nothing has expired", async (scene) => {
      equal(await sweep(scene, 10), 0, "records removed from an empty store");
      const live = await scene.insert("k1");
      equal(await sweep(scene, 10), 0, "records removed");
      equal(await scene.read("k1"), live, "the live record");
    });

    behaves("removes what has expired for good, and says how many", async (scene) => {
      const { clock, insert, read } = scene;
      const live = await insert("live");
      const before = clock.now();
      for (const key of ["k1", "k2", "k3"]) await insert(key, { expiresAt: before + 1_000, owner: "ann" });
      clock.advance(60);
      equal(await sweep(scene, 10), 3, "records removed");
      for (const key of ["k1", "k2", "k3"]) equal(await read(key, before), undefined, `${key} in the past`);
      equal(await read("live"), live, "the live record");
      if (abilities.owners) equal(await keysOf(scene, "ann"), [], "Ann's sessions");
      await insert("k1", { version: "v2" });
    });

    behaves("removes at most `limit`, and fewer only when none is left", async (scene) => {
      const { clock, insert, read } = scene;
      const before = clock.now();
      const keys = Array.from({ length: 25 }, (_, index) => `k${index}`);
      for (const key of keys) await insert(key, { expiresAt: before + 1_000 });
      for (let index = 0; index < 40; index++) await insert(`live-${index}`);
      clock.advance(60);
      const left = async () => {
        const found = await Promise.all(keys.map((key) => read(key, before)));
        return found.filter((record) => record !== undefined).length;
      };
      equal([await sweep(scene, 10), await left()], [10, 15], "the first step and what it left");
      equal([await sweep(scene, 10), await left()], [10, 5], "the second step and what it left");
      equal([await sweep(scene, 10), await left()], [5, 0], "the third step and what it left");
      equal(await sweep(scene, 10), 0, "the fourth step");
      const alive = await Promise.all(keys.map((_, index) => scene.read(`live-${index}`)));
      ok(
        alive.every((record) => record !== undefined),
        "every live record is still there",
      );
    });

    behaves("removes a step's worth from many owners and deadlines", async (scene) => {
      const { clock, insert } = scene;
      for (let index = 0; index < 30; index++) {
        await insert(`k${index}`, {
          expiresAt: clock.now() + ((index * 7) % 30) * 1_000 + 1,
          owner: `owner-${index % 3}`,
        });
      }
      clock.advance(15);
      equal([await sweep(scene, 100), await sweep(scene, 100)], [15, 0], "records removed halfway");
      clock.advance(15);
      equal(await sweep(scene, 100), 15, "records removed at the end");
    });

    behaves("leaves a record whose deadline was moved, or whose place another took", async (scene) => {
      const { clock, insert, read, record, store, write } = scene;
      const soon = clock.now() + 1_000;
      await insert("written", { expiresAt: soon });
      await insert("touched", { expiresAt: soon });
      await insert("replaced", { expiresAt: soon });
      const written = record({ version: "v2" });
      await write("written", written, "v1");
      const moved =
        store.touch === undefined
          ? undefined
          : await store.touch("touched", soon + 3_600_000, "v1", clock.now());
      clock.advance(60);
      const replaced = await insert("replaced", { version: "v2" });
      equal(await sweep(scene, 10), moved ? 0 : 1, "records removed");
      equal(await read("written"), written, "the written record");
      equal(await read("replaced"), replaced, "the new record");
      if (moved) ok((await read("touched")) !== undefined, "the touched record is there");
    });
  },
};

async function sweep({ store, clock }: Scene, limit: number): Promise<number> {
  ok(store.sweep !== undefined, "sweep is there");
  return store.sweep(limit, clock.now());
}
