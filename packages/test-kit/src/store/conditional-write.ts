import { equal } from "../assert.ts";
import type { StoreGroup } from "./suite.ts";

/** What `expected` means: no lost updates, and nothing that comes back from the dead. */
export const conditionalWrite: StoreGroup = {
  title: "conditional write",
  define({ behaves }) {
    behaves("refuses an insert where a record is live, and leaves that record", async (scene) => {
      const first = await scene.insert("k1");
      equal(await scene.write("k1", scene.record({ version: "v2", data: "second" })), false, "the insert");
      equal(await scene.read("k1"), first, "the record");
    });

    behaves("refuses an insert also where the live record has the same version", async (scene) => {
      const first = await scene.insert("k1");
      equal(await scene.write("k1", { ...first, data: "second" }), false, "the insert");
      equal(await scene.read("k1"), first, "the record");
    });

    behaves("replaces every field of the record of the expected version", async (scene) => {
      await scene.insert("k1", { owner: "ann" });
      scene.clock.advance(60);
      const next = scene.record({ version: "v2", data: "next", owner: "bob" });
      equal(await scene.write("k1", next, "v1"), true, "the write");
      equal(await scene.read("k1"), next, "the record");
      const last = scene.record({ version: "v3", data: "last" });
      equal(await scene.write("k1", last, "v2"), true, "the write that drops the owner");
      equal(await scene.read("k1"), last, "the record without an owner");
    });

    behaves("refuses a write on an older version, and leaves the newer record", async (scene) => {
      await scene.insert("k1");
      const next = scene.record({ version: "v2", data: "next" });
      await scene.write("k1", next, "v1");
      equal(await scene.write("k1", scene.record({ version: "v3" }), "v1"), false, "the late write");
      equal(await scene.read("k1"), next, "the record");
    });

    behaves("compares versions whole and exactly", async (scene) => {
      const first = await scene.insert("k1", { version: "Aa-_0" });
      for (const similar of ["aa-_0", "Aa-_", "Aa-_00", "Aa-%0", "", "A", "Aa-_0 "]) {
        const what = `a write that expects ${JSON.stringify(similar)}`;
        equal(await scene.write("k1", scene.record({ version: "v2" }), similar), false, what);
      }
      equal(await scene.read("k1"), first, "the record");
    });

    behaves("refuses a conditional write where there is no record, and creates none", async (scene) => {
      equal(await scene.write("k1", scene.record({ version: "v2" }), "v1"), false, "the write");
      equal(await scene.read("k1"), undefined, "the record");
    });

    behaves("brings no removed record back by a late write", async (scene) => {
      await scene.insert("k1");
      await scene.store.remove("k1");
      equal(await scene.write("k1", scene.record({ version: "v2" }), "v1"), false, "the late write");
      equal(await scene.read("k1"), undefined, "the record");
    });

    behaves(
      "takes a write that keeps the version, which is how core touches a store without a touch",
      async (scene) => {
        const first = await scene.insert("k1", { owner: "ann" });
        const later = { ...first, expiresAt: first.expiresAt + 1_800_000 };
        equal(await scene.write("k1", later, "v1"), true, "the write");
        equal(await scene.read("k1"), later, "the record");
      },
    );

    behaves("says that it wrote also where nothing changes", async (scene) => {
      const first = await scene.insert("k1", { owner: "ann" });
      equal(await scene.write("k1", first, "v1"), true, "the write");
      equal(await scene.read("k1"), first, "the record");
    });

    behaves("takes versions of 1 to 32 characters of base64url", async (scene) => {
      const versions = ["a", "0", "-", "_", "AZaz09-_".repeat(4)];
      for (const [index, version] of versions.entries()) {
        await scene.insert(`k${index}`, { version });
        const next = scene.record({ version: `${version.slice(0, 31)}x` });
        equal(await scene.write(`k${index}`, next, version), true, `the write on ${version}`);
        equal((await scene.read(`k${index}`))?.version, next.version, "the version");
      }
    });
  },
};
