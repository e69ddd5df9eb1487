import { ConformanceError, equal, ok } from "../assert.ts";
import { calls } from "./closing.ts";
import type { StoreGroup } from "./suite.ts";

/** The longest that a call on a dead backend may take, in milliseconds. */
const patience = 10_000;

/** A backend that fails is an error: never a missing session, never an endless wait. */
export const down: StoreGroup = {
  title: "a backend that is down",
  define({ behaves, abilities, sample }) {
    if (sample.down === undefined && !abilities.durable && !abilities.shared) {
      behaves("keeps its records in this process: there is no backend to fail", async ({ store }) => {
        equal([store.abilities.durable, store.abilities.shared], [false, false], "durable and shared");
      });
      return;
    }

    behaves(
      "fails every call soon, and never calls a session missing",
      async ({ backend, clock, insert, record, store }) => {
        ok(
          backend.down !== undefined,
          "`createStore` gives `down`, because the store claims a backend (durable or shared)",
        );
        await insert("k1", { owner: "ann" });
        await backend.down();
        for (const [name, call] of calls(store, clock.now(), record({ version: "v2" }))) {
          // One that leaves the removing to the backend asks it nothing.
          if (name === "sweep" && !abilities.sweeps) continue;
          const outcome = await settled(call);
          if (!(outcome instanceof Error)) {
            throw new ConformanceError(
              `Expected: ${name} fails while the backend is down, but it ${outcome}.`,
            );
          }
        }
      },
      patience * 10,
    );
  },
};

/** The error that `call` fails with, or what it did instead. */
async function settled(call: () => unknown): Promise<Error | string> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`did not answer within ${patience / 1_000} seconds`), patience);
  });
  const answer = (async () => `answered ${JSON.stringify(await call())}`)().catch((error: unknown) =>
    error instanceof Error ? error : `threw ${String(error)}, which is no Error`,
  );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
