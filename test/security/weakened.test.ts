import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { frameworks } from "./frameworks.ts";
import { many } from "./many.ts";
import { nameOf, root, shortForm, testOf, weakenings } from "./weakened/every-weakening.ts";
import type { Weakening } from "./weakened/weakening.ts";

const isLong = process.env.SESS_WEAKENED === "all";
const tried = isLong ? weakenings : shortForm;

/** What `weakened/vitest.config.ts` leaves: the titles of failed tests, each behind the name of its build. */
interface Result {
  readonly failed: readonly string[];
  readonly errors: readonly string[];
}

/** Runs the attacks of each row on the builds that were weakened for it. */
async function runWeakened(): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "sess-weakened-"));
  const file = join(folder, "result.json");
  const vitest = fileURLToPath(new URL("./vitest.mjs", import.meta.resolve("vitest/package.json")));
  const config = join(import.meta.dirname, "weakened/vitest.config.ts");
  const env = Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST"));
  const child = spawn(process.execPath, [vitest, "run", "--config", config], {
    env: { ...Object.fromEntries(env), SESS_WEAKENED_RESULT: file },
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    await once(child, "exit");
    return JSON.parse(readFileSync(file, "utf8")) as Result;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Where the weakness shows. */
function frameworksOf({ places }: Weakening): readonly string[] {
  if (!isLong || places.some(({ file }) => file.includes("/express/"))) return ["Express"];
  return Object.keys(frameworks);
}

describe("weakened builds", () => {
  it("are there for every row of the threat model", () => {
    const rows = many(30, (i) => i + 1);
    expect(rows.filter((row) => !weakenings.some((weakening) => weakening.row === row))).toEqual([]);
    expect(rows.map(testOf)).toHaveLength(30);
  });

  it.each(weakenings)("differ from the source at one place each ($row: $lacks)", ({ places }) => {
    for (const { file, from } of places) {
      expect(readFileSync(join(root, file), "utf8").split(from), from).toHaveLength(2);
    }
  });
});

// The attacks must succeed where the defence is missing, or they prove nothing. `pnpm test:weakened` tries all of them.
describe("the test of a threat", () => {
  let result: Result;
  beforeAll(async () => {
    result = await runWeakened();
  }, 1_800_000);

  it.each(tried)("$row fails against a build that $lacks", (weakening) => {
    for (const framework of frameworksOf(weakening)) {
      const found = result.failed
        .filter((title) => title.startsWith(`${nameOf(weakening)} > `))
        .filter((title) => title.includes(`on ${framework} over `));
      expect(found.join("\n"), result.errors.join("\n")).toContain(weakening.foundBy);
    }
  });
});
