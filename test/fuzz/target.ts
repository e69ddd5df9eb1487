import type { Awaitable } from "@sess/core";
import type { Draw } from "./draw.ts";

/** Something of ours that takes what anybody sends. */
export interface Target<Input = unknown> {
  readonly name: string;
  /** How many of a thousand inputs are for it. */
  readonly share: number;
  /** Sets it up, the same each time. */
  open(): Awaitable<OpenTarget<Input>>;
}

/** A target that can be given inputs. */
export interface OpenTarget<Input> {
  draw(draw: Draw): Input;
  /** Throws what is wrong with how the input was taken. Leaves nothing behind that the next input could notice. */
  check(input: Input): Awaitable<void>;
  close?(): Awaitable<void>;
}

/** Whether an error is one that we meant to throw: it has a code of ours. */
export function isMeant(error: unknown): boolean {
  return error instanceof Error && /^ERR_SESS_/.test(String((error as { code?: unknown }).code));
}

/** What `call` answers, or undefined where it refused in one of the ways that we document. */
export async function attempt<Result>(call: () => Awaitable<Result>): Promise<Result | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isMeant(error)) return undefined;
    throw error;
  }
}

/** Fails unless `held`. */
export function claim(held: boolean, otherwise: string): asserts held {
  if (!held) throw new Error(otherwise);
}
