import { it, type RunnerTestCase, type RunnerTestSuite, TestRunner } from "vitest";
import { MissingBinary } from "./binary.ts";
import { MissingDisk } from "./small-disk.ts";

/**
 * Vitest's runner, which skips what cannot run because the machine lacks a server or lets nobody mount a disk, saying
 * so: a file, a suite or a test that fails with `MissingBinary` or `MissingDisk` and nothing else. With `CI` set it fails
 * like any other.
 */
export default class SkippingRunner extends TestRunner {
  override async importFile(filepath: string, source: "collect" | "setup"): Promise<void> {
    try {
      await super.importFile(filepath, source);
    } catch (error) {
      if (process.env.CI || !(error instanceof Error && isMissing(error))) throw error;
      it("has the server it needs", (context) => context.skip(error.message));
    }
  }

  override onAfterRunTask(test: RunnerTestCase): void {
    super.onAfterRunTask(test);
    const note = whyMissing(test);
    if (note === undefined) return;
    skip(test, note);
  }

  override async onAfterRunSuite(suite: RunnerTestSuite): Promise<void> {
    await super.onAfterRunSuite(suite);
    const note = whyMissing(suite);
    if (note === undefined) return;
    skip(suite, note);
  }
}

/** As Vitest itself leaves a test that has skipped itself; its types do not know the note. */
function skip(task: RunnerTestCase | RunnerTestSuite, note: string): void {
  task.mode = "skip";
  task.result = Object.assign({ state: "skip" as const, pending: true }, { note });
}

function whyMissing({ result }: RunnerTestCase | RunnerTestSuite): string | undefined {
  const errors = result?.errors ?? [];
  if (process.env.CI || errors.length === 0 || !errors.every(isMissing)) return undefined;
  return errors[0]?.message;
}

/** Told by its name: Vitest has made another object of it. */
function isMissing({ name }: { readonly name?: string }): boolean {
  return name === MissingBinary.name || name === MissingDisk.name;
}
