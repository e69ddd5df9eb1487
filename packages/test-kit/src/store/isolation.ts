import type { SessionRecord } from "@sess/core";
import { equal, ok } from "../assert.ts";
import { collected } from "./scene.ts";
import type { StoreGroup } from "./suite.ts";

type Mutable = { -readonly [Field in keyof SessionRecord]: SessionRecord[Field] };

/** Nothing that a caller holds is a part of the store. */
export const isolation: StoreGroup = {
  title: "isolation of values",
  define({ behaves, abilities }) {
    behaves("is not changed through an object that was written", async ({ read, record, write }) => {
      const given: Mutable = record({ owner: "ann" });
      const copy = { ...given };
      await write("k1", given);
      spoil(given);
      equal(await read("k1"), copy, "the record");
    });

    behaves("is not changed through an object that was read", async ({ insert, read }) => {
      const record = await insert("k1", { owner: "ann" });
      const first = await read("k1");
      ok(first !== undefined, "the record is there");
      if (!Object.isFrozen(first)) spoil(first as Mutable);
      equal(await read("k1"), record, "the record");
    });

    if (abilities.owners) {
      behaves("is not changed through an object that was listed", async ({ clock, insert, read, store }) => {
        const record = await insert("k1", { owner: "ann" });
        for (const owned of await collected(store.listOwner?.("ann", clock.now()) ?? none())) {
          if (!Object.isFrozen(owned.record)) spoil(owned.record as Mutable);
        }
        equal(await read("k1"), record, "the record");
      });
    }

    behaves(
      "writes the same object under two keys as two records",
      async ({ read, record, store, write }) => {
        const shared = record();
        await write("k1", shared);
        await write("k2", shared);
        await store.remove("k1");
        equal(await read("k2"), shared, "the second record");
      },
    );
  },
};

function spoil(record: Mutable): void {
  record.version = "spoiled";
  record.data = "spoiled";
  record.owner = "mallory";
  record.expiresAt = 1;
  record.endsAt = 1;
}

async function* none(): AsyncGenerator<never> {}
