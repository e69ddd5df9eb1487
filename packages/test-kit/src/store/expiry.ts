import { equal } from "../assert.ts";
import type { StoreGroup } from "./suite.ts";

/** Expired and missing are the same. The time is what the call says, not what a clock of the store says. */
export const expiry: StoreGroup = {
  title: "expiry",
  define({ behaves }) {
    behaves(
      "reads a record until its deadline, and from then on nothing",
      async ({ clock, insert, read, store }) => {
        const record = await insert("k1");
        equal(await store.read("k1", record.expiresAt - 1), record, "a millisecond before");
        equal(await store.read("k1", record.expiresAt), undefined, "at the deadline");
        clock.advance(3_601);
        equal(await read("k1"), undefined, "a second after");
      },
    );

    behaves("believes the given time, not a clock of its own", async ({ insert, read, clock, store }) => {
      const record = await insert("k1");
      equal(await store.read("k1", clock.now() + 10 * 365 * 86_400_000), undefined, "ten years on");
      equal(await read("k1"), record, "and now again");
    });

    behaves("takes an insert where an expired record lies", async ({ insert, read, clock }) => {
      await insert("k1", { owner: "ann" });
      clock.advance(3_600);
      const next = await insert("k1", { version: "v2", data: "next" });
      equal(await read("k1"), next, "the new record");
    });

    behaves(
      "refuses a write on the version of an expired record",
      async ({ insert, read, write, record, clock }) => {
        await insert("k1");
        clock.advance(3_600);
        equal(await write("k1", record({ version: "v2" }), "v1"), false, "the write");
        equal(await read("k1"), undefined, "the record");
      },
    );

    behaves(
      "moves the deadline with a write, in both directions",
      async ({ insert, read, write, record, clock, store }) => {
        await insert("k1");
        const longer = record({ version: "v2", expiresAt: clock.now() + 7_200_000 });
        await write("k1", longer, "v1");
        equal(await store.read("k1", clock.now() + 7_199_999), longer, "the prolonged record");
        await write("k1", record({ version: "v3", expiresAt: clock.now() + 1_000 }), "v2");
        clock.advance(1);
        equal(await read("k1"), undefined, "the shortened record after its new deadline");
      },
    );

    behaves(
      "reads the end of the session as it was written, and lives by the deadline alone",
      async (scene) => {
        const { clock, insert, read } = scene;
        const record = await insert("k1", { endsAt: clock.now() + 1 });
        clock.advance(60);
        equal(await read("k1"), record, "the record past `endsAt`");
      },
    );

    behaves("keeps times to the millisecond, up to the year 9999", async ({ insert, read }) => {
      const far = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
      const record = await insert("k1", { expiresAt: far - 1, endsAt: far });
      equal(await read("k1"), record, "the record");
    });
  },
};
