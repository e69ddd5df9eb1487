import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { mutations } from "./mutations/every-mutation.ts";

/** What `mutations/vitest.config.ts` leaves: the full titles of failed tests, each behind the name of its mutation. */
interface Result {
  readonly failed: readonly string[];
  readonly errors: readonly string[];
}

/** Runs the tests of the engine, once for each mutation. */
async function runMutations(): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), "sess-mutations-"));
  const file = join(directory, "result.json");
  const vitest = fileURLToPath(new URL("./vitest.mjs", import.meta.resolve("vitest/package.json")));
  const config = join(import.meta.dirname, "mutations/vitest.config.ts");
  const env = Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST"));
  const child = spawn(process.execPath, [vitest, "run", "--config", config], {
    env: { ...Object.fromEntries(env), SESS_MUTATIONS_RESULT: file },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await once(child, "exit");
  const result = JSON.parse(await readFile(file, "utf8")) as Result;
  await rm(directory, { recursive: true });
  return result;
}

// The engine is broken at one place after the other, and the tests must notice: see `mutations/`.
describe("the tests of the engine", () => {
  let result: Result;
  beforeAll(async () => {
    result = await runMutations();
  }, 120_000);

  const failedUnder = (name: string) => result.failed.filter((title) => title.startsWith(`${name} > `));

  it("pass while nothing is broken", () => {
    expect(result.errors).toEqual([]);
    expect(failedUnder("nothing")).toEqual([]);
  });

  it.each(mutations)("would break $file at one place: $breaks", async ({ file, from }) => {
    const source = await readFile(join(import.meta.dirname, "../src", file), "utf8");
    expect(source.split(from), from).toHaveLength(2);
  });

  it.each(mutations)("find that this is broken: $breaks", ({ breaks, foundBy }) => {
    expect(failedUnder(breaks).join("\n")).toContain(foundBy);
  });
});
