import type { SessionRecord, SessionStore } from "@sess/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { bounded } from "../src/faults/eventually.ts";
import { faultSuite } from "../src/faults.ts";
import { startLineServer } from "./line-server.ts";
import { lineStore } from "./line-store.ts";

const opened = (store: SessionStore) => ({ store, close: () => store.close?.() });

faultSuite({
  name: "a right client of a server in this process",
  describe,
  it,
  beforeAll,
  afterAll,
  startServer: startLineServer,
  keepsData: true,
  openStore: (url) => opened(lineStore(url)),
});

/** Runs the faults whose title holds `title` over a store, and answers what failed. */
async function failuresOf(title: string, openStore: (url: string) => SessionStore): Promise<string> {
  const before: (() => Promise<void>)[] = [];
  const after: (() => Promise<void>)[] = [];
  const tests: (() => Promise<void>)[] = [];
  faultSuite({
    name: "a wrong client",
    describe: (_title, body) => body(),
    it: (found, test) => found.includes(title) && tests.push(test),
    beforeAll: (hook) => before.push(hook),
    afterAll: (hook) => after.push(hook),
    startServer: startLineServer,
    keepsData: true,
    recovery: 1_500,
    openStore: (url) => opened(openStore(url)),
  });
  for (const hook of before) await hook();
  const outcomes = [];
  for (const test of tests) outcomes.push(...(await Promise.allSettled([test()])));
  for (const hook of after) await hook();
  expect(outcomes).not.toEqual([]);
  return outcomes.map((one) => (one.status === "rejected" ? String(one.reason) : "passed")).join("\n");
}

/** Says yes, and writes a little later. */
function writesBehind(store: SessionStore): SessionStore {
  const behind = new Map<string, SessionRecord>();
  const read = async (key: string, now: number) => {
    const written = await store.read(key, now);
    return behind.get(key) ?? written;
  };
  return {
    ...store,
    read,
    async write(key, record, expected, now) {
      if ((await read(key, now))?.version !== expected) return false;
      behind.set(key, record);
      setTimeout(async () => {
        await Promise.allSettled([store.write(key, record, expected, now)]);
        if (behind.get(key) === record) behind.delete(key);
      }, 20);
      return true;
    },
  };
}

describe("the suite of faults finds a store that", () => {
  it.each([["comes back as it left"], ["refused for a while"], ["later than anybody waits"]])(
    "calls a session missing when it cannot ask (%s)",
    async (fault) => {
      const wrong = (url: string): SessionStore => {
        const store = lineStore(url);
        return {
          ...store,
          // Sooner than core gives up.
          read: (key, now) =>
            Promise.race([
              (async () => store.read(key, now))().catch(() => undefined),
              new Promise<undefined>((resolve) => setTimeout(resolve, 100)),
            ]),
        };
      };
      expect(await failuresOf(fault, wrong)).toContain("exists, and was answered as an empty one");
    },
  );

  it("never connects again", async () => {
    const failures = await failuresOf("again and again", (url) => lineStore(url, { connectsOnce: true }));
    expect(failures).toContain("Expected: every line works, within 1.5 seconds");
  });

  it("waits forever for what it has lost", async () => {
    const mistakes = { connectsOnce: true, waitsForever: true };
    const failures = await failuresOf("refused for a while", (url) => lineStore(url, mistakes));
    expect(failures).toContain("Expected: every line works, within 1.5 seconds");
  });

  it("says yes before it has written", async () => {
    const failures = await failuresOf("comes back as it left", (url) => writesBehind(lineStore(url)));
    expect(failures).toMatch(/has lost acknowledged writes|answered as an empty one/);
  });

  it("does not compare before it writes", async () => {
    const failures = await failuresOf("again and again", (url) => {
      const store = lineStore(url);
      return {
        ...store,
        write: async (key, record, _expected, now) =>
          store.write(key, record, (await store.read(key, now))?.version, now),
      };
    });
    expect(failures).toContain("has lost acknowledged writes");
  });

  it("loses a bare write, touch or removal", async () => {
    const bare = "what the bare store said yes to";
    const wrong = (instead: Partial<SessionStore>) => (url: string) => ({ ...lineStore(url), ...instead });
    expect(await failuresOf(bare, wrong({ write: async () => true }))).not.toContain("passed");
    expect(await failuresOf(bare, wrong({ touch: async () => true }))).not.toContain("passed");
    expect(await failuresOf(bare, wrong({ remove: async () => {} }))).not.toContain("passed");
  });
});

it("an answer that does not come is an error of its own", async () => {
  vi.useFakeTimers();
  try {
    const answer = bounded(new Promise(() => {}));
    const failed = expect(answer).rejects.toThrow("It hangs");
    await vi.advanceTimersByTimeAsync(10_000);
    await failed;
  } finally {
    vi.useRealTimers();
  }
});
