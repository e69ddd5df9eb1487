import { scenario } from "./every-scenario.ts";
import { operations } from "./operations.ts";
import type { Scenario } from "./scenario.ts";
import { starts } from "./start.ts";

/** One rule of the protocol, broken on purpose. */
export interface Sabotage {
  readonly breaks: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Where the walk finds it. */
  readonly scenario: Scenario;
  /** The promise that it finds broken. */
  readonly promise: RegExp;
}

const { update, flush, rotate, login, read } = operations;

export const sabotages: readonly Sabotage[] = [
  {
    breaks: "updates run again on the newer value",
    file: "merge.ts",
    from: "runUpdates(data, delta.updates);",
    to: "",
    scenario: scenario(starts.owned, [update, update]),
    promise: /lost update/,
  },
  {
    breaks: "a save of an older epoch is gone",
    file: "conflict.ts",
    from: "const joins = fresh.header.epoch !== base.header.epoch;",
    to: "const joins = false;",
    scenario: scenario(starts.planted, [login, update], {}, ["victim", "attacker"]),
    promise: /./,
  },
  {
    breaks: "a flush removes the record",
    file: "flush.ts",
    from: "store?.remove(id)",
    to: "undefined",
    scenario: scenario(starts.owned, [flush, read]),
    promise: /./,
  },
  {
    breaks: "a login begins an epoch",
    file: "secret-standing.ts",
    from: "epoch: header.epoch + 1,",
    to: "epoch: header.epoch,",
    scenario: scenario(starts.planted, [login, update], {}, ["victim", "attacker"]),
    promise: /./,
  },
  {
    breaks: "no cookie goes out with a secret that is seen to be replaced",
    file: "commit.ts",
    from: "  state.secret = undefined;\n",
    to: "",
    scenario: scenario(starts.olderKey, [update, rotate]),
    promise: /cookie is current/,
  },
  {
    breaks: "a write whose reply was lost is found by its version",
    file: "unsure.ts",
    from: "names(snapshot.record.version));",
    to: "names(``));",
    scenario: scenario(starts.owned, [update, update], { faults: 1 }),
    promise: /lost update/,
  },
];
