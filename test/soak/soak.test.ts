import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type SoakOptions, type SoakResult, soak } from "./soak.ts";

/** A short soak on SQLite. `pnpm soak` is the long one, on Redis as well. */
async function shortSoak(options: Pick<SoakOptions, "users" | "seconds" | "broken">): Promise<SoakResult> {
  const folder = mkdtempSync(join(tmpdir(), "sess-soak-"));
  const site = { steady: ["Express"], mortal: ["Koa", "Hono"], restartEvery: 2, seed: 1 };
  try {
    return await soak({ ...site, ...options, place: join(folder, "sessions.sqlite") });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const patience = { timeout: 120_000 };

it(
  "finds nothing wrong in a few seconds of everything at once, with processes that are killed",
  patience,
  async () => {
    const result = await shortSoak({ users: 20, seconds: process.env.CI ? 8 : 4 });
    expect(result).toMatchObject({ wrongPrincipals: [], lostWrites: [], revived: [] });
    expect(result.appRestarts).toBeGreaterThan(0);
    for (const kind of ["acknowledged", "logins", "logouts", "rotations", "renewals", "probes"] as const) {
      expect(result[kind]).toBeGreaterThan(0);
    }
  },
);

const ways = [
  ["writes that look at nothing", "blind writes", "lostWrites"],
  ["removals that remove nothing", "no removal", "revived"],
  ["sessions that are mixed up", "mixed up", "wrongPrincipals"],
] as const;

it.each(process.env.CI ? ways : ways.slice(0, 1))("notices %s", patience, async (_, broken, found) => {
  // What is broken shows in a moment, or on a busy machine in some more.
  const first = await shortSoak({ users: 15, seconds: 1, broken });
  const result = first[found].length > 0 ? first : await shortSoak({ users: 15, seconds: 6, broken });
  expect(result[found]).not.toEqual([]);
});
