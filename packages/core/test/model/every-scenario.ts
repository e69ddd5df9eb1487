import { type Operation, operations } from "./operations.ts";
import type { Planned } from "./run.ts";
import type { Scenario } from "./scenario.ts";
import { type Start, starts } from "./start.ts";

type Around = Partial<Pick<Scenario, "processes" | "faults" | "jumps" | "store">>;

/** Requests of these operations, all from the victim's browser unless it is said otherwise. */
export function scenario(
  start: Start,
  does: readonly Operation[],
  around: Around = {},
  browsers: readonly string[] = [],
): Scenario {
  const requests = does.map((operation, index): Planned => {
    const name = String.fromCharCode(97 + index);
    return { name, does: operation, browser: browsers[index] ?? "victim" };
  });
  return { start, requests, processes: "each", faults: 0, jumps: [], ...around };
}

/** Any two of the operations. */
function pairs(start: Start, chosen: readonly Operation[], around: Around = {}): Scenario[] {
  return chosen.flatMap((first, index) =>
    chosen.slice(index).map((second) => scenario(start, [first, second], around)),
  );
}

const all: readonly Operation[] = Object.values(operations);
const { set, update, clear, flush, rotate, renew, renewAndUpdate, login, loginAndSave } = operations;
const { read, touch, save, reload, revoke, stream, loginOther, recover } = operations;
/** Any two of all of them take a minute: every run under CI takes it. */
const everyday = [set, update, clear, flush, rotate, renewAndUpdate, login, touch, save, revoke];
const [anyTwo, chosen] = process.env.CI
  ? ["any two operations", all]
  : ["any two of the everyday operations", everyday];
const faulty = process.env.CI ? [set, update, clear, flush, renewAndUpdate, touch, revoke] : [update, flush];
const secrets = [read, update, renew, rotate, login, flush];

/** What is walked through in every run of the tests, by title. */
export const everyScenario: Readonly<Record<string, readonly Scenario[]>> = {
  [`${anyTwo} on a session of somebody`]: pairs(starts.owned, chosen),
  [`${anyTwo} on an anonymous session`]: pairs(starts.anonymous, chosen),
  "any two of the everyday operations in one process": pairs(starts.owned, everyday, { processes: "one" }),
  "two operations, and a fault: a call that fails, a lost reply, a late call, a crash, a lost response": [
    ...pairs(starts.owned, faulty, { faults: 1 }),
    ...[set, update, flush, login, revoke, rotate].map((other) =>
      scenario(starts.owned, [login, other], { faults: 1 }),
    ),
    ...pairs(starts.owned, [rotate, loginOther], { faults: 1 }),
    scenario(starts.anonymous, [recover, rotate], { faults: 1 }),
  ],
  "a login in a planted session, beside the one who planted it": [login, loginAndSave].flatMap((first) =>
    [read, update, save, touch, reload, rotate, renew, flush, stream].map((second) =>
      scenario(starts.planted, [first, second], {}, ["victim", "attacker"]),
    ),
  ),
  "two operations while a renewed secret waits": pairs(starts.waiting, secrets),
  "two operations after the response of a renewal was lost": pairs(starts.lost, secrets),
  "two operations after the response of a rotation was lost": pairs(starts.retired, secrets),
  "two operations when a touch is due": pairs(starts.idle, secrets),
  "two operations under an older signing secret": pairs(starts.olderKey, secrets),
  "two operations, and the grace passes meanwhile": pairs(
    starts.owned,
    [read, update, renewAndUpdate, rotate, login],
    { jumps: [11_000] },
  ),
  "three operations": [
    scenario(starts.anonymous, [update, update, update]),
    scenario(starts.anonymous, [update, flush, set]),
    scenario(starts.anonymous, [set, clear, update]),
    scenario(starts.anonymous, [renewAndUpdate, renew, update]),
    scenario(starts.anonymous, [login, rotate, update]),
    scenario(starts.anonymous, [login, login, set]),
    scenario(starts.anonymous, [flush, login, update]),
  ],
};

/** What takes too long for every run: `pnpm model` walks through it. */
export const longScenarios: Readonly<Record<string, readonly Scenario[]>> = {
  "any two operations on a session of somebody, and a fault": pairs(starts.owned, all, { faults: 1 }),
  "any two operations on an anonymous session, and a fault": pairs(starts.anonymous, all, { faults: 1 }),
  "any three of six operations": [set, update, flush, rotate, renewAndUpdate, login].flatMap(
    (first, index, six) =>
      pairs(starts.anonymous, six.slice(index)).map(({ start, requests }) =>
        scenario(start, [first, ...requests.map(({ does }) => does)]),
      ),
  ),
};
