import type { SessionStore } from "@sess/core";
import { equal, ok } from "../assert.ts";
import type { Scene } from "./scene.ts";
import type { StoreGroup } from "./suite.ts";

type Touch = NonNullable<SessionStore["touch"]>;

/** A touch moves a deadline, and nothing else. */
export const touching: StoreGroup = {
  title: "touch",
  define({ behaves, sample }) {
    if (sample.store.touch === undefined) {
      behaves("has no touch: core writes the whole record instead", async ({ store }) => {
        equal(store.touch, undefined, "touch");
      });
      return;
    }
    const touch = ({ store }: Scene, ...call: Parameters<Touch>): Promise<boolean> => {
      ok(store.touch !== undefined, "touch is there");
      return Promise.resolve(store.touch(...call));
    };

    behaves("moves the deadline and leaves everything else", async (scene) => {
      const record = await scene.insert("k1", { owner: "ann" });
      const later = record.expiresAt + 1_800_000;
      equal(await touch(scene, "k1", later, "v1", scene.clock.now()), true, "the touch");
      equal(await scene.read("k1"), { ...record, expiresAt: later }, "the record");
      equal((await scene.store.read("k1", later - 1))?.data, record.data, "just before the new deadline");
      equal(await scene.store.read("k1", later), undefined, "at the new deadline");
    });

    behaves("says that it did also where the deadline stays the same", async (scene) => {
      const record = await scene.insert("k1");
      equal(await touch(scene, "k1", record.expiresAt, "v1", scene.clock.now()), true, "the touch");
      equal(await scene.read("k1"), record, "the record");
    });

    behaves("leaves a later write on the same version possible", async (scene) => {
      const record = await scene.insert("k1");
      await touch(scene, "k1", record.expiresAt + 1_000, "v1", scene.clock.now());
      equal(
        await scene.write("k1", scene.record({ version: "v2" }), "v1"),
        true,
        "the write after the touch",
      );
    });

    behaves("creates nothing where there is no record", async (scene) => {
      const later = scene.clock.now() + 9_000_000;
      equal(await touch(scene, "k1", later, "v1", scene.clock.now()), false, "the touch");
      equal(await scene.read("k1"), undefined, "the record");
      equal(await scene.write("k1", scene.record()), true, "an insert afterwards");
    });

    behaves("brings no removed record back", async (scene) => {
      const record = await scene.insert("k1");
      await scene.store.remove("k1");
      equal(await touch(scene, "k1", record.expiresAt + 1, "v1", scene.clock.now()), false, "the touch");
      equal(await scene.read("k1"), undefined, "the record");
    });

    behaves("brings no expired record back", async (scene) => {
      const record = await scene.insert("k1");
      const { expiresAt } = record;
      equal(await touch(scene, "k1", expiresAt + 9_000_000, "v1", expiresAt), false, "the touch");
      equal(await scene.store.read("k1", expiresAt), undefined, "the record");
    });

    behaves("refuses another version, and leaves the record", async (scene) => {
      await scene.insert("k1");
      const next = scene.record({ version: "v2", data: "next", expiresAt: scene.clock.now() + 60_000 });
      await scene.write("k1", next, "v1");
      equal(
        await touch(scene, "k1", next.expiresAt + 9_000_000, "v1", scene.clock.now()),
        false,
        "the late touch",
      );
      equal(await scene.read("k1"), next, "the record");
    });
  },
};
