import { type Awaitable, chain, type SessionStore, type StoreAbilities } from "@sess/core";
import { fakeClock } from "../fake-clock.ts";
import { groups } from "./groups.ts";
import { createScene, type Scene } from "./scene.ts";
import type { StoreUnderTest } from "./under-test.ts";

/** A store, and the two functions of the test runner. */
export interface StoreSuiteOptions {
  /** What the tests are listed under. */
  readonly name?: string;
  readonly describe: (title: string, body: () => void) => unknown;
  /** `timeout` is in milliseconds; runners that do not know it pass it over. */
  readonly it: (title: string, test: () => Promise<void>, timeout?: number) => unknown;
  /**
   * Makes a fresh store, alone or with what the suite needs to know about its backend. Called once to learn what the
   * store can do, and once in each test.
   */
  readonly createStore: () => Awaitable<SessionStore | StoreUnderTest>;
}

/** The longest that a behaviour may take, in milliseconds: a disk that is busy needs seconds for hundreds of writes. */
const patience = 30_000;

/** What a file of behaviours is given. */
export interface StoreBench {
  readonly abilities: StoreAbilities;
  /** What `createStore` made: to be looked at, not used. */
  readonly sample: StoreUnderTest;
  /** One behaviour, tried on a store of its own. */
  behaves(title: string, test: (scene: Scene) => Promise<void>, timeout?: number): void;
}

/** A group of behaviours. */
export interface StoreGroup {
  readonly title: string;
  readonly define: (bench: StoreBench) => void;
}

/**
 * Runs every behaviour that a store must have. Knows no test runner: give it the `describe` and `it` of yours (vitest,
 * jest, mocha, node:test, bun:test). It tests exactly what `store.abilities` claims; what is not claimed shows as a test
 * that says so.
 *
 * Registers the tests at once where `createStore` is synchronous, and otherwise when the first store is there: await it
 * in either case.
 *
 * @example
 * import { storeSuite } from "@sess/test-kit/store";
 * import { describe, it } from "vitest";
 * import { memoryStore } from "@sess/core";
 *
 * await storeSuite({ name: "memory", describe, it, createStore: () => memoryStore() });
 */
export function storeSuite({ name, describe, it, createStore }: StoreSuiteOptions): Awaitable<void> {
  const create = (): Awaitable<StoreUnderTest> =>
    chain(createStore(), (made) => ("abilities" in made ? { store: made } : made));
  return chain(create(), (sample) => {
    const bench: StoreBench = {
      abilities: sample.store.abilities,
      sample,
      behaves: (title, test, timeout = patience) => it(title, () => tried(create, test), timeout),
    };
    describe(`store: ${name ?? "unnamed"}`, () => {
      for (const group of groups) describe(group.title, () => group.define(bench));
    });
    return chain(sample.store.close?.(), () =>
      chain(sample.cleanup?.() as Awaitable<unknown>, () => undefined),
    );
  });
}

async function tried(
  create: () => Awaitable<StoreUnderTest>,
  test: (scene: Scene) => Promise<void>,
): Promise<void> {
  const backend = await create();
  const opened: SessionStore[] = [];
  try {
    await test(createScene(backend, fakeClock(), opened));
  } finally {
    // A backend that was taken down may fail to close; what counts is that the test is over.
    for (const store of opened) await Promise.allSettled([(async () => store.close?.())()]);
    await backend.cleanup?.();
  }
}
