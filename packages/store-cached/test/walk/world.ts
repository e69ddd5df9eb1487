import { memoryStore, type SessionRecord, type SessionStore } from "@sess/core";
import { type CachedStoreOptions, cachedStore } from "@sess/store-cached";
import type { Choose } from "./every-order.ts";
import { gate, type Waiting } from "./gate.ts";
import { createHistory } from "./history.ts";

/** What a process of a walk does. */
export type Deed = "read" | "fresh read" | "write" | "remove" | "touch" | "removeOwner";

/** One deed of one process. */
export interface Plan {
  readonly does: Deed;
  readonly process: 0 | 1;
  /** It begins at any time; otherwise at the start. */
  readonly late?: boolean;
}

export interface Scenario {
  readonly plans: readonly Plan[];
  /** The fast tier holds the record at the start. */
  readonly warm?: boolean;
  /** Answers arrive in steps of their own. */
  readonly slowReplies?: boolean;
  /** The fast calls that fail, by their number, and whether they are done all the same. */
  readonly faults?: Readonly<Record<number, "before" | "after">>;
  /** The lifetime of entries passes at some time. */
  readonly tick?: boolean;
  /** This process ends at some time. */
  readonly dies?: 0 | 1;
  /** Makes another store than ours. */
  readonly create?: (options: CachedStoreOptions) => SessionStore;
}

/** Of entries in the fast tier, in milliseconds. */
const lifetime = 30_000;
const key = "k1";
const first: SessionRecord = { version: "v1", expiresAt: 9e6, endsAt: 9e7, data: "1", owner: "ann" };

/** Walks through a scenario once. Throws where a read answers what it must not, or where a call fails. */
export async function walk(scenario: Scenario, choose: Choose): Promise<void> {
  const base = { fast: memoryStore(), slow: memoryStore() };
  const waiting: Waiting[] = [];
  const dead = new Set<number>();
  let now = 1_000_000;
  let fastCalls = Number.NEGATIVE_INFINITY;
  void base.slow.write(key, first, undefined, now);
  const disturbed = scenario.faults !== undefined || scenario.dies !== undefined;
  const history = createHistory(() => base.slow.read(key, now) as SessionRecord | undefined, {
    bound: lifetime,
    disturbed,
  });

  const create = scenario.create ?? cachedStore;
  const stores = [0, 1].map((process) => {
    const gated = { waiting, process, slowReplies: scenario.slowReplies === true };
    const fails = () => scenario.faults?.[fastCalls++];
    return create({
      fast: gate(base.fast, { ...gated, fails }),
      slow: gate(base.slow, { ...gated, done: () => history.look(process, now) }),
      lifetime: lifetime / 1_000,
      onFastError: () => {},
    });
  });
  const perform = async ({ does, process }: Plan, version: string) => {
    const store = stores[process] as SessionStore;
    if (does === "read" || does === "fresh read") {
      const judge = history.begin(does === "fresh read", process, now);
      const record = await store.read(key, now, does === "fresh read");
      if (!dead.has(process)) judge(record);
      return;
    }
    if (does === "write") await store.write(key, { ...first, version, data: version }, "v1", now);
    if (does === "remove") await store.remove(key);
    if (does === "touch") await store.touch?.(key, first.expiresAt + 1_000, "v1", now);
    if (does === "removeOwner") await store.removeOwner?.("ann");
    if (!dead.has(process)) history.acknowledge(process);
  };
  /** Lets everything happen that waits for no call. */
  const settle = async () => {
    for (let turn = 0; turn < 14; turn++) await null;
    for (const call of [...waiting]) if (dead.has(call.process)) waiting.splice(waiting.indexOf(call), 1);
  };
  const alone = async (plan: Plan) => {
    const done = perform(plan, "");
    await settle();
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      next.go();
      await settle();
    }
    await done;
  };

  if (scenario.warm) await alone({ does: "read", process: 0 });
  fastCalls = 0;
  const running: Promise<void>[] = [];
  const late: (() => void)[] = [];
  scenario.plans.forEach((plan, index) => {
    const begin = () => void running.push(perform(plan, `w${index}`));
    if (plan.late) late.push(begin);
    else begin();
  });
  if (scenario.tick)
    late.push(() => {
      now += lifetime;
    });
  const { dies } = scenario;
  if (dies !== undefined) late.push(() => void dead.add(dies));
  await settle();
  while (waiting.length + late.length > 0) {
    const choice = choose(waiting.length + late.length);
    if (choice < waiting.length) waiting.splice(choice, 1)[0]?.go();
    else late.splice(choice - waiting.length, 1)[0]?.();
    await settle();
  }
  // What a dead process had begun never ends.
  if (dead.size === 0) await Promise.all(running);

  fastCalls = Number.NEGATIVE_INFINITY;
  for (const time of [now, now + lifetime]) {
    now = time;
    for (const process of [0, 1] as const) if (!dead.has(process)) await alone({ does: "read", process });
  }
}
