import { describe } from "vitest";
import { mutations } from "./every-mutation.ts";

// Registers the tests that should find a mutation once for each, on an engine that it has broken.
for (const [index, { breaks, test }] of mutations.entries()) {
  describe(breaks, async () => {
    await import(/* @vite-ignore */ `../${test}?mutation=${index}`);
  });
}

for (const test of new Set(mutations.map((mutation) => mutation.test))) {
  describe("nothing", async () => {
    await import(/* @vite-ignore */ `../${test}?mutation=none`);
  });
}
