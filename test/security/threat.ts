import { memoryStore } from "@sess/core";
import { type OpenStore, stores } from "@sess-tests/django/stores.ts";
import { describe, it } from "vitest";
import { frameworks } from "./frameworks.ts";
import { many } from "./many.ts";
import { play, type Setting, type Site } from "./site.ts";

/** Defines one attack, which is then tried in all `places`. */
export type Attack = (title: string, test: (site: Site) => Promise<void>, setting?: Setting) => void;

/** Milliseconds that an attack may take on a machine that is busy. On a weakened build some wait in vain. */
const timeout = process.env.SESS_WEAKENED_RESULT === undefined ? 60_000 : 5_000;

/** For threats to which it is all one what keeps the sessions. */
export const inMemory: Readonly<Record<string, OpenStore>> = { memory: () => memoryStore() };

/** Every store there is in this project of the test run: without servers in `unit`, with them in `servers`. */
export const everyStore: Readonly<Record<string, OpenStore>> = stores;

/** One row of the threat model: its attacks, on the frameworks and over these stores. */
export function threat(
  number: number,
  title: string,
  over: Readonly<Record<string, OpenStore>>,
  define: (attack: Attack) => void,
): void {
  describe(`threat ${number}: ${title}`, () => {
    for (const [framework, name] of places(Object.keys(frameworks), Object.keys(over))) {
      const open = over[name] as OpenStore;
      describe(`on ${framework} over ${name}`, () => {
        define((what, test, setting = {}) => it(what, () => play(framework, open, setting, test), timeout));
      });
    }
  });
}

/**
 * Where an attack is tried: on every framework over every store under CI and on weakened builds, and otherwise on as few
 * pairs as have each framework and each store.
 */
export function places(
  onto: readonly string[],
  over: readonly string[],
  everywhere: boolean = Boolean(process.env.CI || process.env.SESS_WEAKENED_RESULT),
): readonly (readonly [framework: string, store: string])[] {
  if (everywhere) return onto.flatMap((framework) => over.map((store) => [framework, store] as const));
  const pick = (list: readonly string[], index: number) => list[index % list.length] as string;
  return many(Math.max(onto.length, over.length), (index) => [pick(onto, index), pick(over, index)] as const);
}
