import { describe, expect, it } from "vitest";
import { carelessStore } from "./walk/careless-store.ts";
import { everyOrder } from "./walk/every-order.ts";
import { type Deed, type Plan, type Scenario, walk } from "./walk/world.ts";

/** In milliseconds, for a machine that does other things as well. */
const patience = 120_000;

const read: Plan = { does: "read", process: 0 };
const lateRead: Plan = { ...read, late: true };
const elsewhere = (plan: Plan): Plan => ({ ...plan, process: 1 });
const changes = (["write", "remove", "touch", "removeOwner"] as const).map(
  (does): Plan => ({ does, process: 0 }),
);
const [write, remove, touch, removeOwner] = changes as [Plan, Plan, Plan, Plan];

/** Each scenario with an empty fast tier, and with the record in it. */
const bothWays = (scenarios: readonly Scenario[]) =>
  scenarios.flatMap((scenario) => [scenario, { ...scenario, warm: true }]);

const faults = [0, 1, 2, 3, 4, 5, 6].flatMap((call) =>
  (["before", "after"] as const).map((fails) => ({ [call]: fails })),
);

/** Where the walks are many, what they have in common is left out. A change takes two to five calls, a read one to four. */
const every: Readonly<Record<string, readonly Scenario[]>> = {
  "a read and a change, where answers take their time": bothWays(
    [remove, touch, removeOwner].map((change) => ({ plans: [read, change], slowReplies: true })),
  ),
  "a read, a change in the same process and a later read": [
    ...bothWays([remove, touch, removeOwner].map((change) => ({ plans: [read, change, lateRead] }))),
    { plans: [read, write, lateRead], warm: true },
  ],
  "a read, a change in another process and a later read": [
    ...bothWays([touch, removeOwner].map((change) => ({ plans: [read, elsewhere(change), lateRead] }))),
    { plans: [read, elsewhere(write), lateRead], warm: true },
  ],
  "a read and two changes": [
    [write, elsewhere(remove)],
    [write, elsewhere(touch)],
    [write, elsewhere(removeOwner)],
    [remove, elsewhere(touch)],
  ].map((both) => ({ plans: [...both, read], warm: true })),
  "two changes": [
    [write, elsewhere(write)],
    [write, elsewhere(remove)],
    [write, elsewhere(touch)],
    [write, elsewhere(removeOwner)],
    [remove, elsewhere(touch)],
  ].flatMap((plans) => bothWays([{ plans }])),
  "a fresh read and a change": bothWays(
    changes.map((change) => ({ plans: [{ does: "fresh read", process: 0, late: true }, elsewhere(change)] })),
  ),
  "a read and a change while entries expire": bothWays(
    changes.map((change) => ({ plans: [read, elsewhere(change)], tick: true })),
  ),
  "a read and a change, and a fast call fails": changes.flatMap((change) =>
    faults.flatMap((fault) => [
      { plans: [read, change], faults: fault },
      ...bothWays([{ plans: [read, elsewhere(change)], faults: fault }]),
    ]),
  ),
  "a change, a later read in the same process, and a fast call fails": changes.flatMap((change) =>
    faults.map((fault) => ({ plans: [change, lateRead], faults: fault, warm: true })),
  ),
  "a read and a change, and every fast call from one on fails": changes.flatMap((change) =>
    [0, 1, 2, 3, 4].map((from) => ({
      plans: [read, change],
      faults: Object.fromEntries([...Array(12).keys()].map((call) => [call + from, "before" as const])),
      warm: true,
    })),
  ),
  "a read and a change, and the process that changes dies": bothWays(
    changes.map((change) => ({ plans: [read, elsewhere(change)], dies: 1 as const })),
  ),
  "a read and a change, and the process that reads dies": bothWays(
    changes.map((change) => ({ plans: [read, elsewhere(change)], dies: 0 as const })),
  ),
};

describe("every order of the calls of the tiers", () => {
  for (const [title, scenarios] of Object.entries(every)) {
    it(
      title,
      async () => {
        let walks = 0;
        for (const scenario of scenarios) walks += await everyOrder((choose) => walk(scenario, choose));
        expect(walks).toBeGreaterThan(scenarios.length);
      },
      patience,
    );
  }

  it.each(changes.map(({ does }): [Deed] => [does]))(
    "finds what a careless cache does wrong with a %s",
    async (does) => {
      const scenario: Scenario = { plans: [read, { does, process: 1 }], create: carelessStore };
      await expect(everyOrder((choose) => walk(scenario, choose))).rejects.toThrow(
        "A read in process 0 answered v1",
      );
    },
  );
});
