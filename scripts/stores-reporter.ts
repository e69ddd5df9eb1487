import { writeFileSync } from "node:fs";
import type { Reporter, TestModule, TestSuite } from "vitest/node";
import { conformanceTests, type ListedStore, listedStores } from "./listed-stores.ts";
import { type Answers, answersOf, type Behaviour, together } from "./store-answers.ts";
import { answersOnPage, readPage, row, storesDoc, storesPage, writesPage } from "./stores-table.ts";

/** A conformance suite that was run. */
export interface SuiteRun {
  /** The test file, as a path in the repository. */
  readonly file: string;
  /** What held, or undefined where not all of it was run and held. */
  readonly behaviours: readonly Behaviour[] | undefined;
}

/** What the suites showed of a store, or undefined where not all of its suites were run and held. */
export function answersToday(store: ListedStore, runs: readonly SuiteRun[]): Answers | undefined {
  const all: Answers[] = [];
  for (const file of conformanceTests(store)) {
    const ofFile = runs.filter((run) => run.file === file);
    if (ofFile.length === 0) return undefined;
    for (const { behaviours } of ofFile) {
      if (behaviours === undefined) return undefined;
      all.push(answersOf(behaviours));
    }
  }
  return together(all);
}

/** What is wrong with a page, by the suites that were run. */
export function findings(page: string, runs: readonly SuiteRun[]): readonly string[] {
  return listedStores.flatMap((store) => {
    const [found, shown] = [answersToday(store, runs), answersOnPage(store, page)];
    if (found === undefined || shown?.join() === found.join()) return [];
    return [`  the suites showed  ${row(store, found)}`];
  });
}

/**
 * A Vitest reporter that compares the table of stores with what the conformance suites tried in this run, and fails the
 * run where they differ. A store is compared when all of its suites were run; what was not run shows nothing.
 *
 * @example
 * defineConfig({ test: { reporters: ["default", storesReporter()] } });
 */
export function storesReporter(): Reporter {
  return {
    onTestRunEnd(modules) {
      const runs = modules.flatMap(runsIn);
      if (process.env[writesPage]) return write(runs);
      const wrong = findings(readPage(), runs);
      if (wrong.length === 0) return;
      console.log("\ndocs/stores/README.md is not what the suites showed. `pnpm docs:stores` writes it:");
      console.log(wrong.join("\n"));
      process.exitCode = 1;
    },
  };
}

function write(runs: readonly SuiteRun[]): void {
  const missing = listedStores.filter((store) => answersToday(store, runs) === undefined);
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join("; ");
    console.log(`\nNot written: not every suite of these stores was run and held: ${names}.`);
    process.exitCode = 1;
    return;
  }
  writeFileSync(
    storesPage,
    storesDoc((store) => answersToday(store, runs) ?? []),
  );
  console.log("\nWrote docs/stores/README.md");
}

function runsIn(module: TestModule): readonly SuiteRun[] {
  const suites = [...module.children.suites()].filter(({ name }) => /^(token )?store: /.test(name));
  return suites.map((suite) => ({ file: module.relativeModuleId, behaviours: behavioursIn(suite) }));
}

function behavioursIn(suite: TestSuite): readonly Behaviour[] | undefined {
  const tests = [...suite.children.allTests()];
  if (!tests.every((test) => test.result().state === "passed")) return undefined;
  return tests.map(({ name, parent }) => ({
    title: name,
    group: parent.type === "suite" ? parent.name : "",
  }));
}
