import { AsyncLocalStorage } from "node:async_hooks";
import { hash } from "node:crypto";
import {
  createSessions,
  eventNames,
  type Listeners,
  memoryStore,
  type SessionRecord,
  type SessionStore,
  type Sessions,
} from "../../src/index.ts";
import { checkStep, noteOpened } from "./aftermath.ts";
import { type Browser, createBrowser } from "./browser.ts";
import { fatesOf } from "./call-steps.ts";
import type { Exception } from "./exceptions.ts";
import type { Effect } from "./explanation.ts";
import { type Call, createGatedStore } from "./gated-store.ts";
import { mapStore } from "./map-store.ts";
import type { Breach } from "./promise.ts";
import { type Data, type Run, startRun, type Told } from "./run.ts";
import type { Scenario } from "./scenario.ts";
import { seededRandom } from "./seeded-random.ts";
import { serve } from "./serve.ts";
import { olderSecret, type Prepared, signingSecret } from "./start.ts";
import { type Chronicle, createChronicle, createWatch } from "./watch.ts";

/** One execution of a scenario: everything there is while it runs. */
export interface World {
  readonly scenario: Scenario;
  readonly prepared: Prepared;
  /** The records, without a gate. */
  readonly base: SessionStore;
  readonly runs: readonly Run[];
  readonly browsers: ReadonlyMap<string, Browser>;
  readonly effects: readonly Effect[];
  readonly chronicle: Chronicle;
  /** Every cookie value that was issued, before and meanwhile. */
  readonly issued: Set<string>;
  /** Requests in the order in which their responses went out. */
  readonly answered: Run[];
  /** The exceptions of the design without which a promise would have been broken. */
  readonly excused: Set<Exception>;
  /** The first promise that was broken. */
  broken: Breach | undefined;
  /** What was chosen so far. */
  readonly trace: readonly string[];
  now: number;
  /** The ways to go on from here; none at the end. */
  choices(): readonly string[];
  take(choice: string): Promise<void>;
  /** Two worlds of one scenario with the same key have the same future. */
  key(): string;
  /** A manager over the same records whose store answers at once. */
  manager(name: string, on?: Listeners): Sessions<Data>;
  /** Lets go of what still waits. */
  close(): void;
}

const actor = new AsyncLocalStorage<Run>();

const whose = (): Run => {
  const run = actor.getStore();
  if (run === undefined) throw new Error("A store was called outside of a request");
  return run;
};

/** Tells each event to the request that core works for. */
const listeners: Listeners = Object.fromEntries(
  eventNames.map((name) => [name, (event: object) => whose().told.push({ name, ...event } as Told)]),
);

const bases: Readonly<Record<string, () => SessionStore>> = {
  map: mapStore,
  memory: memoryStore,
  touchless() {
    const { touch: _, ...store } = mapStore();
    return store;
  },
};

/** Until nothing goes on without a choice: core waits for nothing but its store. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function createWorld(scenario: Scenario, prepared: Prepared): World {
  const base = (bases[scenario.store ?? "map"] as () => SessionStore)();
  for (const [key, record] of prepared.records) void base.write(key, record, undefined, prepared.now);
  const runs = scenario.requests.map(startRun);
  const clock = () => world.now;
  const chronicle = createChronicle();
  const gate = createGatedStore(
    base,
    whose,
    createWatch(chronicle, (breach) => {
      world.broken ??= breach;
    }),
  );
  const browsers = new Map(
    ["victim", "attacker"].map((name) => [name, createBrowser(name, prepared.cookies.get(name), clock)]),
  );
  const effects: Effect[] = [];
  const trace: string[] = [];
  const late: Call[] = [];
  const forgotten: Call[] = [];
  const jumps = new Set(scenario.jumps);
  let faults = scenario.faults;

  const manager = (name: string, on: Listeners = {}, store: SessionStore = base): Sessions<Data> =>
    createSessions<Data>({
      secret: [signingSecret, olderSecret],
      store,
      clock,
      random: seededRandom(name),
      on,
    });
  const processOf = ({ plan }: Run) => (scenario.processes === "one" ? "process" : `process ${plan.name}`);
  const processes = new Map<string, { readonly sessions: Sessions<Data>; history: string }>();
  const processFor = (run: Run) => {
    const name = processOf(run);
    const there = processes.get(name) ?? { sessions: manager(name, listeners, gate.store), history: "" };
    processes.set(name, there);
    return there;
  };
  /** What a process has learned decides what it does next. */
  const note = (run: Run, learned: unknown) => {
    const there = processFor(run);
    const text = JSON.stringify([there.history, run.plan.name, learned, world.now]);
    there.history = hash("sha1", text, "base64");
  };

  const send = (run: Run) => {
    const browser = browsers.get(run.plan.browser) as Browser;
    run.phase = "running";
    run.claim = browser.claim;
    run.sentAt = world.now;
    if (run.claim !== undefined) run.epochs.set(run.claim.id, run.claim.epoch);
    const cookies = browser.jar.header();
    note(run, cookies);
    const surroundings = {
      sessions: processFor(run).sessions,
      cookies,
      ledger: { add: (effect: Effect) => effects.push(effect) },
      opened() {
        noteOpened(world, run);
        run.known = new Set(effects.filter(({ outcome }) => outcome === "kept"));
        note(run, [...run.known].map(({ request }) => request).sort());
      },
    };
    void actor.run(run, () => serve(run, surroundings));
  };
  const isDue = ({ plan, phase }: Run) =>
    phase === "unsent" &&
    (plan.after === undefined ||
      runs.some(({ plan: { name }, response }) => name === plan.after && response?.fate === "arrived"));

  const kill = (call: Call) => {
    call.run.phase = "dead";
    forgotten.push(call, ...gate.waiting.filter(({ run }) => run === call.run));
    const others = gate.waiting.filter(({ run }) => run !== call.run);
    gate.waiting.splice(0, gate.waiting.length, ...others);
  };

  const steps = (): Map<string, () => void> => {
    const found = new Map<string, () => void>();
    for (const run of runs) if (isDue(run)) found.set(`${run.plan.name} is sent`, () => send(run));
    for (const call of gate.waiting) {
      const mayDie = scenario.processes === "each";
      for (const fate of fatesOf(call, { delay: (delayed) => late.push(delayed), kill }, mayDie)) {
        if (fate.isFault && faults === 0) continue;
        found.set(fate.name, () => {
          gate.waiting.splice(gate.waiting.indexOf(call), 1);
          if (fate.isFault) faults--;
          note(call.run, [fate.name, fate.happen() ?? null]);
        });
      }
    }
    for (const call of late) {
      found.set(`${call.run.plan.name}.${call.name} lands`, () => {
        late.splice(late.indexOf(call), 1);
        call.apply();
      });
    }
    for (const run of runs) {
      const { response } = run;
      if (response?.fate !== "under way") continue;
      found.set(`${run.plan.name}'s response arrives`, () => {
        response.fate = "arrived";
        response.arrivedAt = world.now;
        browsers.get(run.plan.browser)?.take(run);
      });
      if (faults === 0) continue;
      found.set(`${run.plan.name}'s response is lost`, () => {
        response.fate = "lost";
        faults--;
      });
    }
    if (found.size === 0) return found;
    for (const jump of jumps) {
      found.set(`${jump / 1000} s pass`, () => {
        jumps.delete(jump);
        world.now += jump;
      });
    }
    return found;
  };

  const world: World = {
    scenario,
    prepared,
    base,
    runs,
    browsers,
    effects,
    chronicle,
    issued: new Set(prepared.issued),
    answered: [],
    excused: new Set(),
    broken: undefined,
    trace,
    now: prepared.now,
    manager,
    choices: () => [...steps().keys()],
    async take(choice) {
      const step = steps().get(choice);
      if (step === undefined) throw new Error(`There is no "${choice}" after ${trace.join(", ")}`);
      trace.push(choice);
      step();
      await quiet();
      checkStep(world);
    },
    key() {
      const keys = [...prepared.records.keys(), ...chronicle.inserted.keys()];
      const state = [
        world.now,
        faults,
        [...jumps],
        [...processes].map(([name, { history }]) => [name, history]).sort(),
        runs.map(({ phase, response, overwrote }) => [phase, response?.fate, [...overwrote].sort()]),
        late.map(({ run, name }) => [run.plan.name, name]).sort(),
        [...browsers.values()].map(({ jar, changes }) => [
          jar.header(),
          changes.map(({ plan }) => plan.name),
        ]),
        world.answered.map(({ plan }) => plan.name),
        keys.sort().map((key) => [key, base.read(key, 0) as SessionRecord | undefined]),
        [...chronicle.removed.keys()].sort(),
      ];
      return hash("sha1", JSON.stringify(state), "base64");
    },
    close() {
      gate.shut();
      for (const call of [...forgotten, ...late]) call.fail(new Error("The walk is over"));
    },
  };
  return world;
}
