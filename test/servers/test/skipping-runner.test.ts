import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const vitest = join(import.meta.dirname, "../../../node_modules/vitest/vitest.mjs");

/** Runs the tests in fixtures, of which one passes and the others miss a server. */
function run(ci: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, "run"], {
    cwd: join(import.meta.dirname, "fixtures"),
    env: { ...process.env, CI: ci, TEST_COUNTS: "" },
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

it("what misses a server is skipped, with the Debian package that has it", () => {
  const { status, output } = run("");
  expect(output).toContain(
    "whole-file.fixture.ts > has the server it needs (`no-server` is not on this machine.",
  );
  expect(output).toContain("suite-and-test.fixture.ts > a test whose server is missing (`no-server`");
  expect(output).toContain("suite-and-test.fixture.ts > a suite > whose server is missing");
  expect(output).toContain("Install the Debian package no-package");
  expect(status).toBe(0);
});

it("under CI it fails", () => {
  expect(run("true").status).toBe(1);
});
