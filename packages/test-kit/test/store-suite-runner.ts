import { type StoreSuiteOptions, storeSuite } from "@sess/test-kit/store";

/** Runs the suite over a store with a runner of its own, and answers what failed, as `title: message`. */
export async function failuresOf(createStore: StoreSuiteOptions["createStore"]): Promise<readonly string[]> {
  const tests: (readonly [title: string, test: () => Promise<void>])[] = [];
  await storeSuite({
    describe: (_title, body) => body(),
    it: (title, test) => tests.push([title, test]),
    createStore,
  });
  const failures: string[] = [];
  for (const [title, test] of tests) {
    try {
      await test();
    } catch (error) {
      failures.push(`${title}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return failures;
}
