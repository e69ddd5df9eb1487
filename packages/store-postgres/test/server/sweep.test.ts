import { describe, expect, it } from "vitest";
import { sweepTable } from "../campaign/sweep-table.ts";
import { admin, freshTable } from "./database.ts";

describe("a sweep of 20,000 rows of which half have expired", () => {
  it("goes in bounded steps, while reads and saves go on", async () => {
    const { removed, steps, meanwhile } = await sweepTable(admin, freshTable(), 20_000);
    expect(removed).toBe(10_000);
    expect(steps.calls).toBe(11);
    expect(meanwhile.reads.calls).toBeGreaterThan(0);
    expect(meanwhile.saves.calls).toBe(meanwhile.reads.calls);
  }, 60_000);
});
