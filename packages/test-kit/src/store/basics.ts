import { equal } from "../assert.ts";
import type { StoreGroup } from "./suite.ts";

/** Read, write and remove, one after the other. */
export const basics: StoreGroup = {
  title: "basics",
  define({ behaves }) {
    behaves("answers undefined for a key that nobody wrote", async ({ read }) => {
      equal(await read("never-written"), undefined, "a missing record");
    });

    behaves("reads exactly what was written", async ({ insert, read }) => {
      const written = await insert("k1", { owner: "ann" });
      equal(await read("k1"), written, "the record");
    });

    behaves("reads a record without an owner as one without an owner", async ({ insert, read }) => {
      await insert("k1");
      equal((await read("k1"))?.owner, undefined, "the owner");
    });

    behaves("keeps records of different keys apart", async ({ insert, read }) => {
      const first = await insert("k1", { data: "first" });
      const second = await insert("k2", { data: "second" });
      equal(await read("k1"), first, "the first record");
      equal(await read("k2"), second, "the second record");
    });

    behaves("creates nothing by reading", async ({ read, write, record }) => {
      await read("k1");
      await read("k1");
      equal(await write("k1", record()), true, "an insert after two reads");
    });

    behaves("has nothing under a key after remove", async ({ insert, read, store }) => {
      await insert("k1");
      const other = await insert("k2");
      await store.remove("k1");
      equal(await read("k1"), undefined, "the removed record");
      equal(await read("k2"), other, "the record beside it");
    });

    behaves("removes what is not there without an error", async ({ insert, store }) => {
      await store.remove("never-written");
      await insert("k1");
      await store.remove("k1");
      await store.remove("k1");
    });

    behaves("takes an insert again after remove", async ({ insert, read, store }) => {
      await insert("k1");
      await store.remove("k1");
      const again = await insert("k1", { version: "v2", data: "again" });
      equal(await read("k1"), again, "the new record");
    });
  },
};
