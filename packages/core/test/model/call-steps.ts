import type { Call } from "./gated-store.ts";

/** What can become of a call. */
export interface Fate {
  readonly name: string;
  /** Whether this is a fault. */
  readonly isFault: boolean;
  /** Does it. What it returns is what the request has learned. */
  readonly happen: () => unknown;
}

/** What the surroundings of a call can do. */
export interface Faults {
  /** The call lands later than its request is told that it has failed. */
  delay(call: Call): void;
  /** The request ends here, with its process. */
  kill(call: Call): void;
}

const lost = () => new Error("The connection was lost");

/** What can become of `call`: the first is that it works. */
export function fatesOf(call: Call, faults: Faults, mayDie: boolean): readonly Fate[] {
  const { run, name, apply, answer, fail } = call;
  const fate = (ending: string, happen: () => unknown): Fate => ({
    name: `${run.plan.name}.${name}${ending}`,
    isFault: ending !== "",
    happen,
  });
  const disturb = (ending: string, happen: () => void) =>
    fate(ending, () => {
      run.disturbed = true;
      happen();
      return ending;
    });
  const reply = (value: unknown) => {
    answer(value);
    return value;
  };
  const works = fate("", () => reply(apply()));
  const fails = disturb(" fails", () => fail(lost()));
  const dies = mayDie ? [disturb(" never comes: the process dies", () => faults.kill(call))] : [];
  if (name === "read") return [works, fails, ...dies];
  const done = [
    disturb(" is done, the reply lost", () => {
      apply();
      fail(lost());
    }),
    disturb(" fails, and lands later", () => {
      faults.delay(call);
      fail(lost());
    }),
  ];
  const again =
    name === "write"
      ? [
          fate(" is done, then tried again below", () => {
            run.repeated = true;
            apply();
            return reply(apply());
          }),
        ]
      : [];
  const diesLater = mayDie
    ? [
        disturb(" is done, then the process dies", () => {
          apply();
          faults.kill(call);
        }),
      ]
    : [];
  return [works, fails, ...done, ...again, ...dies, ...diesLater];
}
