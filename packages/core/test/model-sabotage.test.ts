import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { type Sabotage, sabotages } from "./model/sabotages.ts";

const run = promisify(execFile);
const core = join(import.meta.dirname, "..");

/** What the walk finds in a copy of core, with one rule broken or with none. */
async function findingOf(
  index: number,
  { file, from, to }: Pick<Sabotage, "file" | "from" | "to">,
): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "sess-sabotage-"));
  try {
    await cp(join(core, "package.json"), join(copy, "package.json"));
    await cp(join(core, "src"), join(copy, "src"), { recursive: true });
    for (const folder of ["model", "fixtures"]) {
      await cp(join(core, "test", folder), join(copy, "test", folder), { recursive: true });
    }
    const source = await readFile(join(copy, "src", file), "utf8");
    expect(source).toContain(from);
    await writeFile(
      join(copy, "src", file),
      source.replace(from, () => to),
    );
    const { stdout } = await run(process.execPath, [join(copy, "test/model/sabotage-run.ts"), String(index)]);
    return stdout;
  } finally {
    await rm(copy, { recursive: true });
  }
}

describe("the walk finds a broken rule:", () => {
  it.each(sabotages.map((sabotage, index) => ({ ...sabotage, index })))(
    "$breaks",
    async ({ index, promise, ...sabotage }) => {
      expect(await findingOf(index, sabotage)).toMatch(promise);
      // With the rule in place, the same scenario has nothing to find.
      expect(await findingOf(index, { ...sabotage, to: sabotage.from })).toBe("");
    },
    60_000,
  );
});
