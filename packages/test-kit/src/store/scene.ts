import type { SessionRecord, SessionStore } from "@sess/core";
import { ok } from "../assert.ts";
import { type FakeClock, fakeClock } from "../fake-clock.ts";
import type { StoreUnderTest } from "./under-test.ts";

/** What a test has to begin with: one store, a clock, and short ways to write and read. */
export interface Scene {
  readonly store: SessionStore;
  readonly backend: StoreUnderTest;
  readonly clock: FakeClock;
  /** A record that lives for an hour, with what is given instead. */
  record(instead?: Partial<SessionRecord>): SessionRecord;
  /** What is live under `key` at `now`, past any cache; by default what the clock says. */
  read(key: string, now?: number): Promise<SessionRecord | undefined>;
  /** Writes where the live version is `expected`. */
  write(key: string, record: SessionRecord, expected?: string): Promise<boolean>;
  /** Writes where nothing is live, and fails the test where the store refuses. */
  insert(key: string, instead?: Partial<SessionRecord>): Promise<SessionRecord>;
  /** The same scene over another store with the same records. */
  reopened(): Promise<Scene>;
}

export function createScene(
  backend: StoreUnderTest,
  clock: FakeClock = fakeClock(),
  opened: SessionStore[] = [],
): Scene {
  const { store } = backend;
  opened.push(store);
  const scene: Scene = {
    store,
    backend,
    clock,
    record: (instead) => ({
      version: "v1",
      expiresAt: clock.now() + 3_600_000,
      endsAt: clock.now() + 30 * 86_400_000,
      data: '{"cart":["apple"]}',
      ...instead,
    }),
    read: async (key, now = clock.now()) =>
      store.read(key, now, ...(store.abilities.mayBeStale ? [true] : [])),
    write: async (key, record, expected) => store.write(key, record, expected, clock.now()),
    async insert(key, instead) {
      const record = scene.record(instead);
      ok(await scene.write(key, record), `an insert under the free key ${JSON.stringify(key)} succeeds`);
      return record;
    },
    async reopened() {
      ok(backend.reopen !== undefined, "`reopen` is given");
      return createScene({ ...backend, store: await backend.reopen() }, clock, opened);
    },
  };
  return scene;
}

/** All that an iterable yields. */
export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The keys of an owner's live sessions, sorted. */
export async function keysOf({ store, clock }: Scene, owner: string): Promise<string[]> {
  ok(store.listOwner !== undefined, "listOwner is there");
  return (await collected(store.listOwner(owner, clock.now()))).map(({ key }) => key).sort();
}
