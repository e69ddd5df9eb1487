import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { memoryStore, type SessionStore } from "../packages/core/src/index.ts";
import { cookieStore } from "../packages/store-cookie/src/index.ts";
import { type StoreSuiteOptions, storeSuite, tokenStoreSuite } from "../packages/test-kit/src/store.ts";
import { conformanceTests, listedStores } from "../scripts/listed-stores.ts";
import { answersOf, type Behaviour, together } from "../scripts/store-answers.ts";
import { findings, type SuiteRun } from "../scripts/stores-reporter.ts";
import { answersOnPage, readPage, storesDoc } from "../scripts/stores-table.ts";

const root = join(import.meta.dirname, "..");

/** The behaviours that a suite registers. */
async function registered(
  suite: (runner: Pick<StoreSuiteOptions, "describe" | "it">) => unknown,
): Promise<readonly Behaviour[]> {
  const behaviours: Behaviour[] = [];
  let group = "";
  const describe = (title: string, body: () => void) => {
    group = title;
    body();
  };
  await suite({ describe, it: (title) => behaviours.push({ group, title }) });
  return behaviours;
}

/** A memory store that claims more or less. */
const claiming = (claims: Partial<SessionStore["abilities"]>): SessionStore => {
  const store = memoryStore();
  return { ...store, abilities: { ...store.abilities, ...claims } };
};

const inMemory = await registered((runner) => storeSuite({ ...runner, createStore: () => memoryStore() }));

describe("what a suite shows", () => {
  it("of the memory store", () => {
    expect(answersOf(inMemory)).toEqual(["in one process", "yes", "by `sweep`", "–", "–", "–", "–"]);
  });

  it("of a store that is tried in every way", async () => {
    const behaviours = await registered((runner) =>
      storeSuite({
        ...runner,
        createStore: () => ({
          store: claiming({
            sweeps: false,
            nativeExpiry: true,
            durable: true,
            shared: true,
            mayBeStale: true,
            maxBytes: 4_096,
          }),
          reopen: () => memoryStore(),
          down: () => {},
          keptUntil: () => 0,
          workers: { module: "none", data: null },
        }),
      }),
    );
    const expected = ["yes", "yes", "by the backend", "yes", "yes", "yes", "4,096"];
    expect(answersOf(behaviours)).toEqual(expected);
  });

  it("does not contain what is claimed and not tried", async () => {
    const store = claiming({ sweeps: false, nativeExpiry: true });
    const untried = await registered((runner) => storeSuite({ ...runner, createStore: () => store }));
    expect(answersOf(untried)[2]).toBe("–");
  });

  it("of a store in the cookie", async () => {
    const behaviours = await registered((runner) =>
      tokenStoreSuite({ ...runner, createStore: () => cookieStore() }),
    );
    const expected = ["–", "–", "with the cookie", "yes", "yes", "–", "–"];
    expect(answersOf(behaviours)).toEqual(expected);
  });

  it("of several set-ups is both, where they differ", () => {
    expect(together([["–"], ["yes"], ["yes"]])).toEqual(["yes or –"]);
    expect(together([["in one process"], ["yes"]])).toEqual(["yes"]);
  });
});

describe("docs/stores/README.md (`pnpm docs:stores` writes it)", () => {
  const page = readPage();

  it("was not changed by hand", () => {
    expect(storesDoc((store) => answersOnPage(store, page) ?? [])).toBe(page);
  });

  it("has every package with a store, and each is tried by a suite", () => {
    const packages = globSync("packages/store-*", { cwd: root }).map((path) => path.replace("packages/", ""));
    const folders = listedStores.map(({ folder }) => folder);
    expect(folders.filter((folder) => folder !== "core").sort()).toEqual(packages.sort());
    for (const store of listedStores) expect([store.name, conformanceTests(store)]).not.toContainEqual([]);
  });

  it("is compared with what the suites showed, where all suites of a store were run and held", () => {
    const file = "packages/test-kit/test/store-memory.test.ts";
    const run = (behaviours: SuiteRun["behaviours"]) => findings(page, [{ file, behaviours }]);
    expect(run(inMemory)).toEqual([]);
    const fewer = inMemory.filter(({ group }) => group !== "owners");
    expect(run(fewer)).toEqual([expect.stringContaining("| in one process | – | by `sweep` |")]);
    expect(run(undefined)).toEqual([]);
    expect(findings(page, [])).toEqual([]);
  });
});
