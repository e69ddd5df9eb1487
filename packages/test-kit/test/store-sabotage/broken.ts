import { memoryStore, type SessionRecord, type SessionStore } from "@sess/core";
import type { StoreUnderTest } from "@sess/test-kit/store";

/** A store with one thing wrong, and the behaviour that must find it. */
export type Sabotages = Readonly<
  Record<string, readonly [createStore: () => SessionStore | StoreUnderTest, found: RegExp]>
>;

export type Good = ReturnType<typeof memoryStore>;

/** A memory store with one thing wrong. */
export const broken = (wrong: (good: Good) => Partial<SessionStore>) => (): SessionStore => {
  const good = memoryStore();
  return { ...good, ...wrong(good) };
};

/** Writes whatever is there. */
export function force(good: Good, key: string, record: SessionRecord): boolean {
  good.remove(key);
  return good.write(key, record, undefined, 0);
}

/** Gives way to everything else that waits. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
