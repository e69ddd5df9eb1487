import { inspect } from "node:util";
import { expect, it } from "vitest";
import { campaign } from "./campaign.ts";
import { drawFrom } from "./draw.ts";
import { targets } from "./targets/every-target.ts";

/** A short run of what `pnpm fuzz` does at length: the same inputs each time. */
const inputs = 20_000;

it.each(targets)(
  "$name takes its share of 20,000 inputs without a finding",
  { timeout: 60_000 },
  async (target) => {
    const findings = await campaign(target, { seed: 1, inputs: Math.ceil((inputs * target.share) / 1000) });
    expect(findings).toEqual([]);
  },
);

it("shares out every input", () => {
  expect(targets.reduce((sum, { share }) => sum + share, 0)).toBe(1000);
});

it.each(targets)("draws the same input for $name from the same seed", async (target) => {
  const [first, second] = [await target.open(), await target.open()];
  for (let seed = 1; seed <= 20; seed++) {
    expect(inspect(first.draw(drawFrom(seed)))).toBe(inspect(second.draw(drawFrom(seed))));
  }
  await first.close?.();
  await second.close?.();
});
