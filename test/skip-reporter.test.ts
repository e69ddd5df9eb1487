import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";

const root = join(import.meta.dirname, "..");

/** Runs the tests in fixtures/skipping, of which one passes and two are skipped. */
function run(ci: string): { status: number | null; output: string; counts: string } {
  const folder = mkdtempSync(join(tmpdir(), "counts-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const counts = join(folder, "counts");
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const { status, stdout } = spawnSync(process.execPath, [vitest, "run"], {
    cwd: join(root, "test/fixtures/skipping"),
    env: { ...process.env, CI: ci, TEST_COUNTS: counts },
    encoding: "utf8",
  });
  return { status, output: stdout, counts: readFileSync(counts, "utf8") };
}

it("a run names every skipped test at its end, with the reason", () => {
  const { status, output, counts } = run("");
  expect(status).toBe(0);
  expect(output).toContain("2 tests were SKIPPED");
  expect(output).toContain("skipping.fixture.ts > in a browser that is not installed > shows a page");
  expect(output).toContain("skipping.fixture.ts > asks a server (no server was found)");
  expect(counts).toBe("1 0 2\n");
});

it("under CI a skipped test fails the run", () => {
  const { status, output } = run("true");
  expect(status).toBe(1);
  expect(output).toContain("Under CI a skip is a failure.");
});
