import { inspect } from "node:util";
import { isPromise } from "@sess/core";
import { caseSeed, drawFrom } from "./draw.ts";
import { watchPrototypes } from "./prototypes.ts";
import type { OpenTarget, Target } from "./target.ts";

/** An input that something was wrong with. */
export interface Finding {
  readonly target: string;
  /** Gives the same input again: `pnpm fuzz --target <target> --case <seed>`. */
  readonly seed: number;
  readonly what: string;
  readonly input: string;
}

/** What to run. */
export interface CampaignOptions {
  readonly seed: number;
  readonly inputs: number;
  /** Told of each case before it begins, so that one that never ends can be named. */
  readonly onCase?: (index: number, seed: number) => void;
}

/** How long an input may keep the thread busy, in milliseconds. (One that waits for ever is found by whoever watches.) */
const patience = 100;
/** Who finds more than this has found one thing. */
const mostFindings = 10;

/** Gives a target so many inputs. */
export async function campaign(
  target: Target,
  { seed, inputs, onCase }: CampaignOptions,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const changed = watchPrototypes();
  const open = await target.open();
  try {
    for (let index = 0; index < inputs && findings.length < mostFindings; index++) {
      const its = caseSeed(seed, index);
      onCase?.(index, its);
      const input = open.draw(drawFrom(its));
      const checking = problemWith(open, input);
      const what = (isPromise(checking) ? await checking : checking) ?? changed();
      if (what === undefined) continue;
      findings.push({ target: target.name, seed: its, what, input: show(input) });
      // Whatever comes after that is no wonder.
      if (changed() !== undefined) break;
    }
  } finally {
    await open.close?.();
  }
  return findings;
}

/** Gives a target the one input of a seed. */
export async function replay(target: Target, seed: number): Promise<readonly Finding[]> {
  const changed = watchPrototypes();
  const open = await target.open();
  try {
    const input = open.draw(drawFrom(seed));
    const what = (await problemWith(open, input)) ?? changed();
    return what === undefined ? [] : [{ target: target.name, seed, what, input: show(input) }];
  } finally {
    await open.close?.();
  }
}

/** What is wrong with how the input was taken. Slow is what is slow each time: a collection of garbage is not its fault. */
function problemWith<Input>(
  open: OpenTarget<Input>,
  input: Input,
  times = 3,
): string | undefined | Promise<string | undefined> {
  const start = process.threadCpuUsage();
  const judge = () => {
    const { user, system } = process.threadCpuUsage(start);
    const took = (user + system) / 1_000;
    if (took <= patience) return undefined;
    return times > 1 ? problemWith(open, input, times - 1) : `It took ${Math.round(took)} ms of the thread.`;
  };
  try {
    const checking = open.check(input);
    return isPromise(checking) ? Promise.resolve(checking).then(judge, said) : judge();
  } catch (error) {
    return said(error);
  }
}

function said(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : `It threw ${inspect(error)}.`;
}

function show(input: unknown): string {
  return inspect(input, { depth: 6, maxStringLength: 2_000, maxArrayLength: 50, breakLength: 110 });
}
