import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { storeSuite } from "@sess/test-kit/store";
import { describe, expect, it } from "vitest";
import { templateStore } from "../template/src/index.ts";

const run = promisify(execFile);

await storeSuite({
  name: "the template",
  describe,
  it,
  createStore: () => templateStore({ client: new Map() }),
});

describe("the template's own test", () => {
  it("passes where it stands", async () => {
    const test = join(import.meta.dirname, "../template/src/store.test.ts");
    // Told of vitest's environment, node:test would think itself one of its workers.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { stdout } = await run(process.execPath, ["--test", "--test-reporter=tap", test], { env });
    expect(stdout).toMatch(/^# pass [5-9]\d$/m);
    expect(stdout).toMatch(/^# fail 0$/m);
  }, 30_000);
});
