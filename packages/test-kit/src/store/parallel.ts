import type { SessionStore } from "@sess/core";
import { equal, ok } from "../assert.ts";
import { add } from "./adding.ts";
import { startProcesses } from "./parallel-processes.ts";
import type { Scene } from "./scene.ts";
import type { StoreBench, StoreGroup } from "./suite.ts";

/** For tests that start processes, in milliseconds. */
const patience = 60_000;

/** Calls that overlap: in one process, through two stores, and in several processes. */
export const parallel: StoreGroup = {
  title: "in parallel",
  define(bench) {
    const { behaves, abilities, sample } = bench;
    if (!abilities.atomicWrite) {
      behaves("does not claim atomic writes: what overlaps may be lost there", async ({ store }) => {
        equal(store.abilities.atomicWrite, false, "atomicWrite");
      });
      return;
    }

    within(bench, "one store", async ({ store }) => [store]);
    if (sample.reopen)
      within(bench, "two stores", async (scene) => [scene.store, (await scene.reopened()).store]);

    if (sample.workers === undefined) {
      behaves("is given no `workers`: not tried between processes", async ({ backend }) => {
        equal(backend.workers, undefined, "workers");
      });
      return;
    }

    behaves(
      "keeps every acknowledged write of 64 workers in 4 processes on one record",
      async (scene) => {
        const { backend, clock, insert, read, record } = scene;
        ok(backend.workers !== undefined, "`workers` is given");
        await insert("counter", { data: "0" });
        const processes = await startProcesses(backend.workers, 4);
        try {
          const counts = await processes.all((index) => ({
            add: { key: "counter", now: clock.now(), workers: 16, times: 3, tag: `p${index}` },
          }));
          equal(counts, [48, 48, 48, 48], "acknowledged additions by process");
          equal((await read("counter"))?.data, "192", "the number in the record");
          const won = await processes.all((index) => ({
            insert: {
              key: "raced",
              record: record({ version: `p${index}`, data: `of ${index}` }),
              now: clock.now(),
            },
          }));
          equal(won.filter((yes) => yes === true).length, 1, "inserts that won");
          equal((await read("raced"))?.data, `of ${won.indexOf(true)}`, "the record of the winner");
        } finally {
          await processes.stop();
        }
      },
      patience,
    );
  },
};

function within(
  { behaves, sample }: StoreBench,
  where: string,
  open: (scene: Scene) => Promise<readonly SessionStore[]>,
): void {
  const spread = async (scene: Scene) => {
    const stores = await open(scene);
    return (index: number) => stores[index % stores.length] as SessionStore;
  };

  behaves(`${where}: lets exactly one of 64 inserts win`, async (scene) => {
    const pick = await spread(scene);
    const { clock, read, record } = scene;
    const won = await Promise.all(
      Array.from({ length: 64 }, async (_, index) =>
        pick(index).write(
          "k1",
          record({ version: `v${index}`, data: `of ${index}` }),
          undefined,
          clock.now(),
        ),
      ),
    );
    equal(won.filter(Boolean).length, 1, "inserts that won");
    equal((await read("k1"))?.data, `of ${won.indexOf(true)}`, "the record of the winner");
  });

  behaves(`${where}: lets exactly one of 64 inserts take the place of an expired record`, async (scene) => {
    const pick = await spread(scene);
    const { clock, insert, record } = scene;
    await insert("k1", { expiresAt: clock.now() + 1 });
    clock.advance(1);
    const won = await Promise.all(
      Array.from({ length: 64 }, async (_, index) =>
        pick(index).write("k1", record({ version: `v${index}` }), undefined, clock.now()),
      ),
    );
    equal(won.filter(Boolean).length, 1, "inserts that won");
  });

  behaves(`${where}: lets exactly one of 64 writes on one version win`, async (scene) => {
    const pick = await spread(scene);
    const { clock, insert, read, record } = scene;
    await insert("k1");
    const won = await Promise.all(
      Array.from({ length: 64 }, async (_, index) =>
        pick(index).write("k1", record({ version: `w${index}`, data: `of ${index}` }), "v1", clock.now()),
      ),
    );
    equal(won.filter(Boolean).length, 1, "writes that won");
    equal((await read("k1"))?.data, `of ${won.indexOf(true)}`, "the record of the winner");
  });

  behaves(
    `${where}: keeps every acknowledged addition of 64 workers to one record`,
    async (scene) => {
      const pick = await spread(scene);
      const { clock, insert, read } = scene;
      await insert("k1", { data: "0" });
      const counts = await Promise.all(
        [0, 1].map((half) =>
          add(pick(half), { key: "k1", now: clock.now(), workers: 32, times: 2, tag: `h${half}` }),
        ),
      );
      equal(counts, [64, 64], "acknowledged additions");
      equal((await read("k1"))?.data, "128", "the number in the record");
    },
    patience,
  );

  const late = sample.store.touch === undefined ? "writes" : "writes and touches";
  behaves(`${where}: lets no ${late} under way bring a removed record back`, async (scene) => {
    const pick = await spread(scene);
    const { clock, insert, read, record } = scene;
    for (let round = 0; round < 20; round++) {
      await insert("k1", { version: "v1" });
      const later = clock.now() + 7_200_000;
      await Promise.all(
        Array.from({ length: 12 }, async (_, index) => {
          const store = pick(index);
          if (index === round % 12) await store.remove("k1");
          else if (index % 2 === 0)
            await store.write("k1", record({ version: `r${round}_${index}` }), "v1", clock.now());
          else await store.touch?.("k1", later, "v1", clock.now());
        }),
      );
      equal(await read("k1"), undefined, `the record after round ${round}`);
    }
  });

  behaves(`${where}: leaves a record whole while many touch and one writes it`, async (scene) => {
    const pick = await spread(scene);
    const { clock, insert, read, record } = scene;
    await insert("k1");
    const next = record({ version: "v2", data: "next" });
    await Promise.all(
      Array.from({ length: 32 }, async (_, index) =>
        index === 16
          ? pick(index).write("k1", next, "v1", clock.now())
          : pick(index).touch?.("k1", next.expiresAt + index, "v1", clock.now()),
      ),
    );
    const { version, data } = (await read("k1")) ?? {};
    equal([version, data], ["v2", "next"], "version and data");
  });
}
