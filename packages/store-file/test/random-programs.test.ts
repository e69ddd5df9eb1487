import { memoryStore, type OwnedRecord, type SessionStore } from "@sess/core";
import { fileStore } from "@sess/store-file";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TemporaryFolder, temporaryFolder } from "./temporary-folder.ts";

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

/** Numbers from 0 to before `end`, the same for the same seed. */
function numbers(seed: number): (end: number) => number {
  let state = seed * 0x9e3779b9;
  return (end) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  };
}

type Call = (store: SessionStore) => unknown;

/** A call that both stores are given, with few keys, versions and owners, so that they meet. */
function anyCall(any: (end: number) => number, step: number, now: number): readonly [string, Call] {
  const key = ["a", "A", "app:a"][any(3)] as string;
  const version = `v${Math.max(0, step - any(12))}`;
  const owner = ["ann", "Ann", undefined][any(3)];
  const record = {
    version: `v${step}`,
    expiresAt: now + any(40),
    endsAt: now + 1_000,
    data: "🍎".repeat(any(5)),
    ...(owner === undefined ? {} : { owner }),
  };
  const later = now + any(60);
  const calls: readonly (readonly [string, Call])[] = [
    [`insert ${key}`, (store) => store.write(key, record, undefined, now)],
    [`write ${key} on ${version}`, (store) => store.write(key, record, version, now)],
    [`touch ${key} of ${version}`, (store) => store.touch?.(key, later, version, now)],
    [`read ${key}`, (store) => store.read(key, now)],
    [`remove ${key}`, (store) => store.remove(key)],
    [`sweep`, (store) => store.sweep?.(10, now)],
    [`list ${owner}`, (store) => listed(store, owner ?? "ann", now)],
    [
      `remove all of ${owner}`,
      async (store) => [...((await store.removeOwner?.(owner ?? "ann", key)) ?? [])].sort(),
    ],
  ];
  // Writes as often as all the rest.
  return calls[any(3) > 0 ? any(4) : any(calls.length)] as readonly [string, Call];
}

async function listed(store: SessionStore, owner: string, now: number): Promise<OwnedRecord[]> {
  const all: OwnedRecord[] = [];
  for await (const owned of store.listOwner?.(owner, now) ?? []) all.push(owned);
  return all.sort((one, other) => (one.key < other.key ? -1 : 1));
}

describe("fileStore and memoryStore", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("answer 150 calls alike, program %i", async (seed) => {
    const any = numbers(seed);
    const files = [0, 1].map(() => fileStore({ folder: folder.path, fsync: false }));
    const memory = memoryStore();
    let now = Date.UTC(2030, 0, 1);
    const program: string[] = [];
    for (let step = 0; step < 150; step++) {
      now += any(6);
      const [name, call] = anyCall(any, step, now);
      program.push(name);
      const store = files[any(2)] as SessionStore;
      expect(await call(store), program.join("\n")).toEqual(await call(memory));
    }
    for (const store of files) await store.close();
  });
});
