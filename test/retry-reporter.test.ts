import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

it("a run names every test that passed only when it was tried again", () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(root, "node_modules/vitest/vitest.mjs"), "run"],
    {
      cwd: join(root, "test/fixtures/retrying"),
      encoding: "utf8",
    },
  );
  expect(status).toBe(0);
  expect(stdout).toContain("1 tests passed ONLY WHEN TRIED AGAIN");
  expect(stdout).toContain("retrying.fixture.ts > passes at the second try");
  expect(stdout).not.toContain("passes at once");
});
