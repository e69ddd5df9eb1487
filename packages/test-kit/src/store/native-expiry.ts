import { ok } from "../assert.ts";
import type { Scene } from "./scene.ts";
import type { StoreGroup } from "./suite.ts";

/** How long after the deadline the backend may remove a record, in milliseconds: clocks differ, and disks fill. */
const [soonest, latest] = [30_000, 600_000];

/** A backend that removes expired records by itself: about a minute after their deadlines. */
export const nativeExpiry: StoreGroup = {
  title: "native expiry",
  define({ behaves, abilities, sample }) {
    if (!abilities.nativeExpiry) {
      behaves("does not claim nativeExpiry: the backend keeps what has expired", async ({ store }) => {
        ok(!store.abilities.nativeExpiry, "nativeExpiry is not claimed");
      });
      return;
    }
    if (sample.keptUntil === undefined) {
      behaves("is given no `keptUntil`: that the backend removes is not tried", async ({ backend }) => {
        ok(backend.keptUntil === undefined, "`keptUntil` is not given");
      });
      return;
    }

    behaves("keeps a record until about a minute after its deadline", async (scene) => {
      const { expiresAt } = await scene.insert("k1", { owner: "ann" });
      await keeps(scene, expiresAt, "after an insert");
    });

    behaves("moves that with a write, in both directions", async (scene) => {
      const { clock, insert, record, write } = scene;
      await insert("k1");
      const longer = clock.now() + 7_200_000;
      await write("k1", record({ version: "v2", expiresAt: longer }), "v1");
      await keeps(scene, longer, "after a write with a later deadline");
      const shorter = clock.now() + 1_800_000;
      await write("k1", record({ version: "v3", expiresAt: shorter }), "v2");
      await keeps(scene, shorter, "after a write with an earlier deadline");
    });

    if (sample.store.touch === undefined) return;
    behaves("moves that with a touch", async (scene) => {
      const { expiresAt } = await scene.insert("k1");
      const later = expiresAt + 1_800_000;
      await scene.store.touch?.("k1", later, "v1", scene.clock.now());
      await keeps(scene, later, "after a touch");
    });
  },
};

async function keeps({ backend, clock }: Scene, deadline: number, when: string): Promise<void> {
  const until = await backend.keptUntil?.("k1", clock.now());
  ok(until !== undefined, `${when}, the backend has a time at which it removes the record`);
  const behind = until - deadline;
  ok(
    behind >= soonest && behind <= latest,
    `${when}, the backend removes the record ${soonest / 1_000} to ${latest / 1_000} seconds after its deadline, not ${behind / 1_000}`,
  );
}
