import type { StoreAbilities } from "@sess/core";
import { equal, ok } from "../assert.ts";
import type { StoreGroup } from "./suite.ts";

const flags = ["atomicWrite", "owners", "sweeps", "nativeExpiry", "durable", "shared", "mayBeStale"] as const;

/** What the store says of itself is true. */
export const abilitiesManifest: StoreGroup = {
  title: "abilities",
  define({ behaves, abilities, sample }) {
    behaves("says of every ability whether the store has it", async ({ store }) => {
      for (const flag of flags) equal(typeof store.abilities[flag], "boolean", flag);
      const { maxBytes } = store.abilities;
      ok(
        maxBytes === undefined || (Number.isSafeInteger(maxBytes) && maxBytes > 0),
        `maxBytes is undefined or a positive integer, not ${String(maxBytes)}`,
      );
    });

    behaves("says the same of every store made the same way, before and after use", async (scene) => {
      const before = { ...scene.store.abilities };
      equal(before, { ...abilities }, "the abilities of another store");
      await scene.insert("k1", { owner: "ann" });
      equal({ ...scene.store.abilities }, before, "the abilities with a record");
      await scene.store.remove("k1");
      equal({ ...scene.store.abilities }, before, "the abilities after use");
    });

    behaves("has the methods that its abilities need, and no others", async ({ store }) => {
      const has = (method: "listOwner" | "removeOwner" | "sweep") => typeof store[method] === "function";
      equal(has("listOwner"), store.abilities.owners, "listOwner is there where owners is claimed");
      equal(has("removeOwner"), store.abilities.owners, "removeOwner is there where owners is claimed");
      ok(has("sweep") || !store.abilities.sweeps, "sweep is there where sweeps is claimed");
      ok(
        !has("sweep") || store.abilities.sweeps || store.abilities.nativeExpiry,
        "sweep is there only where somebody removes expired records: sweeps or nativeExpiry is claimed",
      );
      for (const method of ["read", "write", "remove"] as const)
        equal(typeof store[method], "function", method);
    });

    behaves("claims at most one way in which expired records go", async ({ store }) => {
      ok(
        !(store.abilities.sweeps && store.abilities.nativeExpiry),
        "sweeps and nativeExpiry are not both claimed",
      );
    });

    if (abilities.durable || abilities.shared) {
      behaves("gives the suite what its claims need to be tried", async () => {
        ok(
          sample.reopen !== undefined,
          "`createStore` gives `reopen`, because the store claims durable or shared",
        );
        ok(
          sample.down !== undefined,
          "`createStore` gives `down`, because the store claims durable or shared",
        );
      });
    }

    behaves(`claims ${claimed(abilities)}`, async ({ store }) => {
      equal(claimed(store.abilities), claimed(abilities), "what it claims");
    });
  },
};

function claimed(abilities: StoreAbilities): string {
  return flags.filter((flag) => abilities[flag]).join(", ") || "nothing";
}
